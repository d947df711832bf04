import { sql } from 'kysely'
import type { FollowedAuthor, FollowedTopic, Query, Reader } from '../generated/graphql.ts'
import { textOf } from '../lib/json.ts'
import { joined, many, plain, timestamp } from '../reading/field.ts'
import { column, type Expression, type Field, type FieldsOf, type Row, type Shape } from '../reading/plan.ts'
import { find } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'
import { exportOf } from './export.ts'
import { type Purpose, readerTokenHash } from './reader-token.ts'

const id = column('reader', 'id')

/** What readers follow of one type. */
function follows(type: 'FollowedTopic' | 'FollowedAuthor', key: 'topic_id' | 'author_id'): Field {
  return many(type, {
    on: (reader, row) =>
      sql`${sql.ref(`${row.alias}.reader_id`)} = ${id(reader)} and ${sql.ref(`${row.alias}.${key}`)} is not null`,
    orderBy: (row) => sql`${sql.ref(`${row.alias}.since`)}, ${sql.ref(`${row.alias}.id`)}`,
  })
}

const at = (row: Row, name: string): Sql => sql.ref(`${row.alias}.${name}`)

const exported: Expression = (row) => exportOf(row.alias)

export const readerShape: Shape = {
  type: 'Reader',
  table: 'reader',
  tags: 'DESK',
  isPersonal: true,
  fields: {
    email: plain(column('reader', 'email')),
    status: plain(column('reader', 'status')),
    frequency: plain(column('reader', 'frequency')),
    locale: plain(column('reader', 'locale')),
    timeZone: plain(column('reader', 'time_zone')),
    paused: plain(column('reader', 'paused')),
    createdAt: timestamp(column('reader', 'created_at')),
    confirmedAt: timestamp(column('reader', 'confirmed_at')),
    topics: follows('FollowedTopic', 'topic_id'),
    authors: follows('FollowedAuthor', 'author_id'),
    export: plain(exported),
  } satisfies FieldsOf<Reader>,
}

export const followedTopicShape: Shape = {
  type: 'FollowedTopic',
  table: 'reader_follow',
  tags: 'DESK',
  isPersonal: true,
  joins: {
    topic: (row, alias) => sql`join topic ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${at(row, 'topic_id')}`,
  },
  fields: {
    topic: joined('Topic', 'topic'),
    since: timestamp(column('reader_follow', 'since')),
  } satisfies FieldsOf<FollowedTopic>,
}

export const followedAuthorShape: Shape = {
  type: 'FollowedAuthor',
  table: 'reader_follow',
  tags: 'DESK',
  isPersonal: true,
  joins: {
    author: (row, alias) => sql`join author ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${at(row, 'author_id')}`,
  },
  fields: {
    author: joined('Author', 'author'),
    since: timestamp(column('reader_follow', 'since')),
  } satisfies FieldsOf<FollowedAuthor>,
}

export const readerRoots: FieldsOf<Pick<Query, 'reader'>> = {
  reader: find('Reader', {
    tags: () => [],
    where: (row, selection) => {
      const hash = selection.argument('token').bind('text', (token) => readerTokenHash(textOf(token)))
      return sql`${id(row)} = (select reader_id from reader_token
        where hash = ${hash} and purpose = ${sql.lit('MANAGE' satisfies Purpose)} and expires_at > now())`
    },
  }),
}
