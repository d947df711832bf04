import { sql } from 'kysely'
import { textOf } from '../lib/json.ts'
import type { Row, Selection, Tag } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { type EntityLetter, tagIn, tagOf, tagOfAll } from '../reading/tags/tag.ts'

// The tags of lists, paths and search. The database makes the same from what changes: docs/reading-engine.md has the table.

const list = (name: string): Tag => ({ letter: 'l', tag: tagOf('l', name) })

/** The live articles: which there are, how many, and in which order. Not what they say, which they have tags for */
export const LIVE_ARTICLES: Tag = list('entries')
export const TOPICS: Tag = list('topics')
export const AUTHORS: Tag = list('authors')
/** What is related to any topic: purged instead of very many tags. */
export const RELATED_TOPICS: Tag = list('related topics')
export const FRONTS: Tag = list('fronts')
/** The settings of the site. */
export const SITE_SETTINGS: Tag = list('site')
export const IMAGES: Tag = list('images')
export const SEARCH: Tag = { letter: 's', tag: tagOf('s', 'search') }

/** Anything that readers see of any entity of a kind. */
export function anyOf(letter: EntityLetter): Tag {
  return { letter, tag: tagOfAll(letter) }
}

/** Of names that are made from the arguments of a call. */
function asked(
  letter: 'l' | 'p' | 's',
  selection: Selection,
  name: (args: Readonly<Record<string, unknown>>) => string,
): Tag {
  return { letter, read: (run) => [tagOf(letter, name(selection.argumentsIn(run)))] }
}

/** The live articles in the language that `localeIn` finds in the arguments. */
export function liveArticlesIn(
  selection: Selection,
  localeIn: (args: Readonly<Record<string, unknown>>) => unknown,
): Tag {
  return asked('l', selection, (args) => `entries locale=${textOf(localeIn(args))}`)
}

export function searchIn(selection: Selection, localeIn: (args: Readonly<Record<string, unknown>>) => string): Tag {
  return asked('s', selection, (args) => `search locale=${localeIn(args)}`)
}

/** What is at an address, if anything is. */
export function pathOf(type: 'article' | 'topic' | 'author' | 'front', selection: Selection): Tag {
  return asked('p', selection, ({ slug }) => `${type} ${textOf(slug)}`)
}

const NAMES = {
  locale: 'entries locale=',
  topic: 'entries topic=',
  author: 'entries author=',
  /** A topic with everything below it */
  branch: 'entries branch=',
  /** These are purged also when an article says something else. */
  branchContent: 'articles branch=',
  authorContent: 'articles author=',
  localeContent: 'articles locale=',
  parent: 'topics parent=',
  related: 'related topics topic=',
} as const

/** In SQL: the tag of a list of something with an id, or in a language. */
export function listTag(list: keyof typeof NAMES, id: Sql): Sql {
  return tagIn('l', sql`${sql.lit(NAMES[list])} || ${id}::text`)
}

/** The same of one list, by the uuid of whose list it is. */
export function tagOfList(list: keyof typeof NAMES, id: string): string {
  return tagOf('l', `${NAMES[list]}${id}`)
}

/** The live articles of the author or topic that a row is, or of the topic and all below it; the children of the topic, or what is related to it. */
export function listOf(list: Exclude<keyof typeof NAMES, 'locale' | 'localeContent'>, row: Row): Tag {
  return { letter: 'l', row, sql: listTag(list, sql.ref(`${row.alias}.id`)) }
}

/** A list of topics or authors by their names. Conditions and other orders ask for what they say, and for how many articles they have. */
export function tagsOfRanked(all: Tag, letter: 't' | 'u', selection: Selection): Tag[] {
  const where = selection.argument('where').isGiven
  const [order] = selection.argument('orderBy').parts()
  return where || (order !== undefined && order[0] !== 'name') ? [all, anyOf(letter), anyOf('a')] : [all]
}
