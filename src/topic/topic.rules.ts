import { SAME_AS, TOPIC, TOPIC_LEVELS } from '../contract/limits.ts'
import type { CreateTopicInput, TopicKind, TopicTranslationInput, UpdateTopicInput } from '../generated/graphql.ts'
import type { SlugScript } from '../lib/text/slug.ts'
import { chosenSlug } from '../mutation/chosen-slug.ts'
import type { Faults } from '../mutation/faults.ts'
import { type InputsOf, listOf, type Reader, type RowInput, readInput } from '../mutation/input.ts'
import { requiredText, text } from '../mutation/plain-text.ts'
import { detailedError, type Path, type UserError } from '../mutation/user-error.ts'
import { securePage } from '../mutation/web-address.ts'
import { type Reference, reference, references } from '../reference/reference.ts'
import {
  type SentTranslation,
  slugIfChosen,
  type Translation,
  translatedLocale,
} from '../versioned-row/translation.rules.ts'

interface TranslatedTexts {
  readonly description: string | null
}

export type TopicTranslation = Translation<TranslatedTexts>

/** The values of a topic in an input; omitted ones are absent. They are valid if there are no faults. */
export interface TopicChange {
  readonly name?: string
  readonly slug?: string
  readonly kind?: TopicKind
  readonly parent?: Reference | null
  readonly description?: string | null
  readonly uri?: string | null
  readonly sameAs?: readonly string[]
  readonly related?: readonly Reference[]
  readonly translations?: readonly SentTranslation<TranslatedTexts>[]
}

/** A topic that is changed keeps its kind where null is sent, until the input is refused. */
const kind: Reader<TopicKind | null, TopicKind | undefined> = (sent, path, faults) => {
  if (sent === null) faults.add('REQUIRED', path, 'A topic must have a kind. Send a kind, or omit the field.')
  return sent ?? undefined
}

function translation(script: SlugScript): Reader<TopicTranslationInput, SentTranslation<TranslatedTexts>> {
  const reads = {
    locale: translatedLocale,
    name: requiredText(TOPIC.name),
    slug: slugIfChosen(script),
    description: text(TOPIC.description),
  } satisfies InputsOf<TopicTranslationInput>
  return (sent, path, faults) => {
    const { locale, name, slug, description = null } = readInput(sent, reads, faults, path)
    return { locale, name, slug, description }
  }
}

const page = (script: SlugScript) =>
  ({
    name: requiredText(TOPIC.name),
    slug: chosenSlug(script),
    kind,
    parentId: reference('Topic'),
    description: text(TOPIC.description),
    uri: text(TOPIC.uri),
    sameAs: listOf(TOPIC.sameAs, securePage(SAME_AS)),
    relatedTopicIds: references('Topic', TOPIC.relatedTopicIds),
    translations: listOf(TOPIC.translations, translation(script)),
  }) satisfies InputsOf<CreateTopicInput> & InputsOf<UpdateTopicInput, RowInput>

/** What can be checked without the database. Whether the objects that it refers to exist, and unique values are free, only the database knows. */
export function parseTopic(
  input: Omit<UpdateTopicInput, keyof RowInput>,
  script: SlugScript,
  faults: Faults,
): TopicChange {
  const { kind, parentId, relatedTopicIds, ...said } = readInput(input, page(script), faults)
  return {
    ...said,
    ...(kind !== undefined && { kind }),
    ...(parentId !== undefined && { parent: parentId }),
    ...(relatedTopicIds !== undefined && { related: relatedTopicIds }),
  }
}

/** Breadcrumbs show the whole chain, so it has an end. @param levels from the top to the lowest topic of what moves */
export function whyTooDeep(levels: number, path: Path, wayOut: string): UserError | null {
  const limit = TOPIC_LEVELS.most
  if (levels <= limit) return null
  const details = { __typename: 'LimitDetails', unit: 'LEVELS', actual: levels, limit } as const
  return detailedError('INVALID', path, details, ({ actual, limit: most }) => {
    return `Topics would be nested in ${actual} levels. At most ${most} are possible. ${wayOut}`
  })
}

/** All that is said of a topic. */
export interface TopicState {
  readonly name: string
  readonly slug: string
  readonly kind: TopicKind
  readonly parentId: string | null
  readonly description: string | null
  readonly uri: string | null
  readonly sameAs: readonly string[]
  readonly relatedIds: readonly string[]
  readonly translations: readonly TopicTranslation[]
}

/** What is said of a topic after a change. @param change with its slugs */
export function merged(
  state: TopicState,
  { parent, related, ...texts }: Omit<TopicChange, 'translations'> & Partial<Pick<TopicState, 'translations'>>,
): TopicState {
  return {
    ...state,
    ...texts,
    ...(parent !== undefined && { parentId: parent?.id ?? null }),
    ...(related && { relatedIds: related.map(({ id }) => id) }),
  }
}
