import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import type { Sql } from '../database/sql.ts'
import type { Mutation } from '../generated/graphql.ts'
import type { Viewer } from '../viewer/viewer.ts'
import type { Subject } from './user-error.ts'

type Payload = NonNullable<Mutation[Exclude<keyof Mutation, '__typename'>]>

type FieldOf<Each> = Each extends unknown ? Exclude<keyof Each, '__typename' | 'conflict'> : never

type ValueOf<Each, Name> = Each extends unknown ? (Name extends keyof Each ? NonNullable<Each[Name]> : never) : never

/** The fields of payloads that show something stored. */
type SubjectField = {
  [Name in FieldOf<Payload>]: ValueOf<Payload, Name> extends { __typename?: string } ? Name : never
}[FieldOf<Payload>]

interface Stored {
  /** Its version, 0 if it has none, or null where it is no more */
  readonly standing: (subject: Subject, viewer: Viewer) => Sql
  readonly called: string
  readonly gone: string
}

const versioned =
  (table: 'article' | 'author' | 'image' | 'topic'): Stored['standing'] =>
  ({ id }) =>
    sql`(select version from ${sql.table(table)} where id = ${id}::uuid)`

const unversioned =
  (
    table: 'access_token' | 'article' | 'caption' | 'correction' | 'preview_link' | 'revision' | 'user_account',
  ): Stored['standing'] =>
  ({ id }) =>
    sql`(select 0 from ${sql.table(table)} where id = ${id}::uuid limit 1)`

const DELETED = 'has been deleted since'

/** A field that is missing does not compile: a repeated call would answer null where that is no more. */
const STORED: Readonly<Record<SubjectField, Stored>> = {
  article: { standing: versioned('article'), called: 'article', gone: DELETED },
  author: { standing: versioned('author'), called: 'author', gone: DELETED },
  image: { standing: versioned('image'), called: 'image', gone: DELETED },
  topic: { standing: versioned('topic'), called: 'topic', gone: 'has been deleted or merged into another since' },
  caption: { standing: unversioned('caption'), called: 'caption', gone: DELETED },
  correction: { standing: unversioned('correction'), called: 'correction', gone: DELETED },
  revision: { standing: unversioned('revision'), called: 'revision', gone: DELETED },
  previewLink: { standing: unversioned('preview_link'), called: 'preview link', gone: DELETED },
  user: { standing: unversioned('user_account'), called: 'account', gone: DELETED },
  accessToken: { standing: unversioned('access_token'), called: 'access token', gone: DELETED },
  // One that has ended since, or never was newer than another, is told by null.
  autosave: { standing: unversioned('article'), called: 'article', gone: DELETED },
  // A lock that ended is none, and one that another user has taken is not what this call took.
  lock: {
    standing: ({ id }, viewer) =>
      sql`(select 0 from article_lock where article_id = ${id}::uuid and holder_id = ${viewer.id}::uuid and expires_at > now())`,
    called: 'lock',
    gone: 'has ended since',
  },
}

const isSubjectField = (name: string): name is SubjectField => name in STORED

/** In the order of the table: what is deleted with another is not what is told. */
const SUBJECT_FIELDS = Object.keys(STORED).filter(isSubjectField)

/** How the things of an answer stand now. */
export interface Standing {
  /** What is no more, in words; null where all is there */
  readonly gone: string | null
  /** Of the thing that has a version; null where none has */
  readonly version: number | null
}

export async function standingOf(sender: Sender, answer: object, viewer: Viewer): Promise<Standing> {
  const parts = new Map(Object.entries(answer))
  const named = SUBJECT_FIELDS.flatMap((name) => {
    const subject: unknown = parts.get(name)
    return isSubject(subject) ? [{ name, subject }] : []
  })
  if (named.length === 0) return { gone: null, version: null }
  const columns = named.map(({ name, subject }) => sql`${STORED[name].standing(subject, viewer)} as ${sql.ref(name)}`)
  const [row = {}] = await send<Record<string, number | null>>(sender, sql`select ${sql.join(columns)}`)
  const gone = named.find(({ name }) => row[name] === null)
  const versions = named.flatMap(({ name }) => row[name] || [])
  return {
    gone: gone ? `the ${STORED[gone.name].called} ${STORED[gone.name].gone}` : null,
    version: versions[0] ?? null,
  }
}

function isSubject(value: unknown): value is Subject {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
