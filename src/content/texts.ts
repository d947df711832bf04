import * as z from 'zod'
import type { PublishingRule } from '../contract/publishing-rules.ts'
import type { DB } from '../generated/kysely/database.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseText } from '../mutation/plain-text.ts'
import type { Path } from '../mutation/user-error.ts'
import { GENRES } from './genres.ts'

/** How much a match in a text counts in search: PostgreSQL's weights, A the most. */
export type SearchWeight = 'A' | 'B' | 'C' | 'D'

/** A text of an article: what is stored, and how an input gives it. */
export interface Text<Value extends string | null> {
  /** Of the table `revision` */
  readonly column: keyof DB['revision'] & string
  /** In characters, counted as the database does */
  readonly maxLength: number
  /** Whether it may have several lines; else line ends become spaces */
  readonly lines: boolean
  /** test/search compares it with what the database does. Null: it is not searched */
  readonly search: SearchWeight | null
  /** What it is refused by where it is empty and to be published: then it is never null. Null: it may be empty */
  readonly required: PublishingRule | null
  /** Of an article of which nothing was said yet */
  readonly empty: Value
  readonly stored: z.ZodType<Value>
  readonly parse: (text: string | null, path: Path, faults: Faults) => Value
}

type Declared = Pick<Text<null>, 'column' | 'maxLength' | 'search'> & { readonly lines?: boolean }

function optional({ lines = false, ...declared }: Declared): Text<string | null> {
  return {
    ...{ ...declared, lines, required: null, empty: null, stored: z.string().nullable() },
    parse: (text, path, faults) => parseText(text, path, { most: declared.maxLength, lines }, faults),
  }
}

function required({ lines = false, rule, ...declared }: Declared & { readonly rule: PublishingRule }): Text<string> {
  return {
    ...{ ...declared, lines, required: rule, empty: '', stored: z.string() },
    parse: (text, path, faults) => parseText(text, path, { most: declared.maxLength, lines }, faults) ?? '',
  }
}

/** A word of a list. */
const genre: Text<string> = {
  ...{ column: 'genre', maxLength: 20, lines: false, search: null, required: null, empty: 'NEWS' },
  stored: z.string(),
  parse: (given) => GENRES.find((each) => each === given) ?? 'NEWS',
}

/**
 * The texts of an article, in the order of the page. A line here is all that input, storage, reading, filters, equality and diff need;
 * schema.graphql, the column and the view `searched_revision` are the rest.
 */
const TEXTS = {
  kicker: optional({ column: 'kicker', maxLength: 100, search: 'A' }),
  headline: required({ rule: 'headline', column: 'headline', maxLength: 300, search: 'A' }),
  standfirst: optional({ column: 'standfirst', maxLength: 1000, lines: true, search: 'B' }),
  dateline: optional({ column: 'dateline', maxLength: 100, search: 'C' }),
  seoTitle: optional({ column: 'seo_title', maxLength: 200, search: null }),
  metaDescription: optional({ column: 'meta_description', maxLength: 500, search: null }),
  socialTitle: optional({ column: 'social_title', maxLength: 200, search: null }),
  socialDescription: optional({ column: 'social_description', maxLength: 500, search: null }),
  genre,
}

export type TextName = keyof typeof TEXTS

export type Texts = { readonly [Name in TextName]: (typeof TEXTS)[Name]['empty'] }

const declared: { readonly [Name in TextName]: Text<Texts[Name]> } = TEXTS

const isTextName = (name: string): name is TextName => name in TEXTS

export const TEXT_NAMES: readonly TextName[] = Object.keys(TEXTS).filter(isTextName)

export function textNamed<Name extends TextName>(name: Name): Text<Texts[Name]> {
  return declared[name]
}

/** All texts, each as `read` gives it. */
export function textsOf(read: <Name extends TextName>(name: Name) => Texts[Name]): Texts {
  const texts: { -readonly [Name in TextName]?: Texts[Name] } = {}
  const put = <Name extends TextName>(name: Name) => {
    texts[name] = read(name)
  }
  for (const name of TEXT_NAMES) put(name)
  if (!isWhole(texts)) throw new Error('a text was not read')
  return texts
}

function isWhole(texts: Partial<Texts>): texts is Texts {
  return TEXT_NAMES.every((name) => texts[name] !== undefined)
}

/** Something for each text, by its name. */
export function forEachText<Value>(make: (name: TextName) => Value): Record<TextName, Value> {
  const made: Partial<Record<TextName, Value>> = {}
  for (const name of TEXT_NAMES) made[name] = make(name)
  if (!hasAll(made)) throw new Error('a text was left out')
  return made
}

function hasAll<Value>(made: Partial<Record<TextName, Value>>): made is Record<TextName, Value> {
  return TEXT_NAMES.every((name) => name in made)
}
