import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import type { Sql } from '../database/sql.ts'
import type { Mutation } from '../generated/graphql.ts'
import type { Subject } from './subject.ts'
import { type UserError, userError } from './user-error.ts'

type Payload = NonNullable<Mutation[Exclude<keyof Mutation, '__typename'>]>

type FieldOf<Each> = Each extends unknown ? Exclude<keyof Each, '__typename' | 'conflict'> : never

type ValueOf<Each, Name> = Each extends unknown ? (Name extends keyof Each ? NonNullable<Each[Name]> : never) : never

/** The fields of payloads that show something stored. */
type SubjectField = {
  [Name in FieldOf<Payload>]: ValueOf<Payload, Name> extends { __typename?: string } ? Name : never
}[FieldOf<Payload>]

interface Stored {
  /** Its version, 0 if it has none, or null where it is no more */
  readonly standing: (subject: Subject, callerId: string) => Sql
  /** Told where it is no more */
  readonly gone: UserError
}

const versioned =
  (table: 'article' | 'author' | 'front' | 'image' | 'site' | 'topic'): Stored['standing'] =>
  ({ id }) =>
    sql`(select version from ${sql.table(table)} where id = ${id}::uuid)`

const unversioned =
  (
    table:
      | 'access_token'
      | 'article'
      | 'caption'
      | 'correction'
      | 'preview_link'
      | 'reader'
      | 'redirect'
      | 'revision'
      | 'user_account'
      | 'webhook'
      | 'webhook_delivery',
  ): Stored['standing'] =>
  ({ id }) =>
    sql`(select 0 from ${sql.table(table)} where id = ${id}::uuid limit 1)`

const PATH = ['input', 'idempotencyKey']

const GONE = {
  article: userError(
    'NOT_FOUND',
    PATH,
    'This call was made before and succeeded, but the article has been deleted since. For a new call, use a new key.',
  ),
  object: userError(
    'NOT_FOUND',
    PATH,
    'This call was made before and succeeded, but what it made has been deleted since. For a new call, use a new key.',
  ),
  topic: userError(
    'NOT_FOUND',
    PATH,
    'This call was made before and succeeded, but the topic has been deleted or merged since. For a new call, use a new key.',
  ),
  lock: userError(
    'NOT_FOUND',
    PATH,
    'This call was made before and succeeded, but the lock has ended since. For a new call, use a new key.',
  ),
}

/** A field that is missing does not compile: a repeated call would answer null where that is no more. */
const STORED: Readonly<Record<SubjectField, Stored>> = {
  article: { standing: versioned('article'), gone: GONE.article },
  author: { standing: versioned('author'), gone: GONE.object },
  front: { standing: versioned('front'), gone: GONE.object },
  image: { standing: versioned('image'), gone: GONE.object },
  site: { standing: versioned('site'), gone: GONE.object },
  topic: { standing: versioned('topic'), gone: GONE.topic },
  caption: { standing: unversioned('caption'), gone: GONE.object },
  correction: { standing: unversioned('correction'), gone: GONE.object },
  revision: { standing: unversioned('revision'), gone: GONE.object },
  previewLink: { standing: unversioned('preview_link'), gone: GONE.object },
  reader: { standing: unversioned('reader'), gone: GONE.object },
  redirect: { standing: unversioned('redirect'), gone: GONE.object },
  webhook: { standing: unversioned('webhook'), gone: GONE.object },
  delivery: { standing: unversioned('webhook_delivery'), gone: GONE.object },
  user: { standing: unversioned('user_account'), gone: GONE.object },
  accessToken: { standing: unversioned('access_token'), gone: GONE.object },
  // One that has ended since, or never was newer than another, is null.
  autosave: { standing: unversioned('article'), gone: GONE.article },
  // A lock that ended is none, and one that another user has taken is not what this call took.
  lock: {
    standing: ({ id }, callerId) =>
      sql`(select 0 from article_lock where article_id = ${id}::uuid and holder_id = ${callerId}::uuid and expires_at > now())`,
    gone: GONE.lock,
  },
}

const isSubjectField = (name: string): name is SubjectField => name in STORED

/** In the order of the table: what is deleted with another is not reported. */
const SUBJECT_FIELDS = Object.keys(STORED).filter(isSubjectField)

/** How the things of an answer stand now. */
export interface Standing {
  /** What is no more; null where all is there */
  readonly gone: UserError | null
  /** Of the thing that has a version; null where none has */
  readonly version: number | null
}

export async function standingOf(sender: Sender, answer: object, callerId: string): Promise<Standing> {
  const parts = new Map(Object.entries(answer))
  const named = SUBJECT_FIELDS.flatMap((name) => {
    const subject: unknown = parts.get(name)
    return isSubject(subject) ? [{ name, subject }] : []
  })
  if (named.length === 0) return { gone: null, version: null }
  const columns = named.map(({ name, subject }) => sql`${STORED[name].standing(subject, callerId)} as ${sql.ref(name)}`)
  const [row = {}] = await send<Record<string, number | null>>(sender, sql`select ${sql.join(columns)}`)
  const gone = named.find(({ name }) => row[name] === null)
  const versions = named.flatMap(({ name }) => row[name] || [])
  return {
    gone: gone ? STORED[gone.name].gone : null,
    version: versions[0] ?? null,
  }
}

function isSubject(value: unknown): value is Subject {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
