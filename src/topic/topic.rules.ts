import type { TopicKind, UpdateTopicInput } from '../generated/graphql.ts'
import { parseSlug } from '../mutation/chosen-slug.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseRequiredText, parseText } from '../mutation/plain-text.ts'
import { parseReference, parseReferences, type Reference } from '../reference/reference.ts'

const NAME = { most: 200 }
const DESCRIPTION = { most: 2000, lines: true }
const URI = { most: 500 }
const RELATED = { most: 100 }

/** What an input says of a topic; what it leaves out is absent. Values are clean once the faults are none. */
export interface TopicChange {
  readonly name?: string
  readonly slug?: string
  readonly kind?: TopicKind
  readonly parent?: Reference | null
  readonly description?: string | null
  readonly uri?: string | null
  readonly related?: readonly Reference[]
}

type TopicInput = Omit<UpdateTopicInput, 'id' | 'version'>

/** What the input alone can tell. Whether what it names is there, and what must be unique is free, is for the database to say. */
export function parseTopic(input: TopicInput, faults: Faults): TopicChange {
  const { name, slug, description, uri, relatedTopicIds } = input
  return {
    ...(name !== undefined && { name: parseRequiredText(name, ['input', 'name'], NAME, faults) }),
    ...(slug !== undefined && { slug: parseSlug(slug ?? '', ['input', 'slug'], faults) }),
    ...parseKind(input, faults),
    ...parseParent(input, faults),
    ...(description !== undefined && {
      description: parseText(description, ['input', 'description'], DESCRIPTION, faults),
    }),
    ...(uri !== undefined && { uri: parseText(uri, ['input', 'uri'], URI, faults) }),
    ...(relatedTopicIds !== undefined && {
      related: parseReferences(relatedTopicIds ?? [], 'Topic', ['input', 'relatedTopicIds'], RELATED, faults),
    }),
  }
}

function parseKind({ kind }: TopicInput, faults: Faults): Pick<TopicChange, 'kind'> {
  if (kind === null) faults.add('REQUIRED', ['input', 'kind'], 'A topic always has a kind. Leave it out, or give one.')
  return kind ? { kind } : {}
}

function parseParent({ parentId }: TopicInput, faults: Faults): Pick<TopicChange, 'parent'> {
  if (parentId === undefined) return {}
  return { parent: parentId === null ? null : parseReference(parentId, 'Topic', ['input', 'parentId'], faults) }
}

/** All that is said of a topic. */
export interface TopicState {
  readonly name: string
  readonly slug: string
  readonly kind: TopicKind
  readonly parentId: string | null
  readonly description: string | null
  readonly uri: string | null
  readonly relatedIds: readonly string[]
}

/** What is said of a topic after a change. */
export function merged(state: TopicState, { parent, related, ...texts }: TopicChange): TopicState {
  return {
    ...state,
    ...texts,
    ...(parent !== undefined && { parentId: parent?.id ?? null }),
    ...(related && { relatedIds: related.map(({ id }) => id) }),
  }
}
