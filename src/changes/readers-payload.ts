import { isRecord } from '../lib/record.ts'
import { EVENTS, type EventName, type FieldName } from '../outbox/events.ts'

/** What readers get of a field of a payload. */
type Shown = (value: unknown, name: EventName) => unknown

const asItIs: Shown = (value) => value

/** The fields of an object that the others keep. */
const only =
  (...names: readonly string[]): Shown =>
  (value) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name))) : null

/**
 * Fields of the types that only the desk reads, of those that events are about. A field that readers know by another name has it here. A test compares the
 * lists with the schema.
 */
export const FIELDS_OF_DESK: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  Article: without(
    ...['version', 'workflowState', 'hasUnpublishedChanges', 'scheduledFor', 'scheduledRevision', 'scheduledRedate'],
    ...['unpublishAt', 'embargoedUntil', 'withdrawnAt', 'withdrawalReason', 'trashedAt', 'editorNote', 'createdAt'],
    ...[
      'createdBy',
      'publishability',
      'allowedActions',
      'revisions',
      'revision',
      'diff',
      'activity',
      'lock',
      'autosave',
    ],
    ...['autosaves', 'previewLinks', 'removedCorrections', 'pinnedArticles', 'excludedArticles', 'shares'],
  ),
  Author: without('user', 'version', 'activity', 'followerCount'),
  Topic: { ...without('version', 'activity', 'followerCount'), curatedTopics: 'relatedTopics' },
  Image: without(
    ...[
      'originalUrl',
      'instructions',
      'captionWriter',
      'withheldReason',
      'sourceUrl',
      'createdBy',
      'version',
      'activity',
    ],
  ),
  Site: without('version', 'activity'),
}

function without(...names: readonly string[]): Record<string, null> {
  return Object.fromEntries(names.map((name) => [name, null]))
}

const namesOfReaders: Shown = (names, event) => {
  const ofDesk = FIELDS_OF_DESK[EVENTS[event].subject] ?? {}
  const all: unknown[] = Array.isArray(names) ? names : []
  const known = all.flatMap((name) =>
    typeof name === 'string' && Object.hasOwn(ofDesk, name) ? (ofDesk[name] ?? []) : [name],
  )
  return [...new Set(known)]
}

/** What readers get of each field of a payload; null: nothing, for the reason beside it. */
const FOR_READERS: Readonly<Record<FieldName, Shown | null>> = {
  id: asItIs,
  slug: asItIs,
  locale: asItIs,
  publishedAt: asItIs,
  firstPublishedAt: asItIs,
  previousSlug: asItIs,
  previousLocale: asItIs,
  file: asItIs,
  path: asItIs,
  changedFields: namesOfReaders,
  translation: only('id', 'slug', 'locale'),
  into: only('id', 'slug'),
  // The text of an article that was withdrawn must not stay here. While it is live, the article has it.
  correction: only('kind', 'publishedAt'),
  // `Correction.earlier` is for the desk.
  previousCorrection: null,
  // Versions and revisions are for the desk.
  version: null,
  revisionId: null,
  previousRevisionId: null,
  // When rights end is planned at the desk; whether the image is shown, readers see.
  rightsState: null,
  rightsExpireAt: null,
}

const isField = (name: string): name is FieldName => Object.hasOwn(FOR_READERS, name)

/** The payload for readers. A field that is not in the table is omitted. */
export function readersPayload(event: EventName, payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(payload).flatMap(([name, value]) => {
      const shown = isField(name) ? FOR_READERS[name] : null
      return shown ? [[name, value === null ? null : shown(value, event)]] : []
    }),
  )
}
