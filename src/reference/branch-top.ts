import { sql } from 'kysely'
import { badUserInput } from '../errors/errors.ts'
import type { TopicBranchFilter } from '../generated/graphql.ts'
import type { Argument } from '../reading/argument.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Sql } from '../reading/sql.ts'
import { slugLedTo, topicLedTo } from './known-as.ts'

/** The topic that a filter `within` means. @throws GraphQLError BAD_USER_INPUT */
export function branchTop(within: Argument): Sql {
  const top = { id: within.at('id'), slug: within.at('slug') } satisfies Record<keyof TopicBranchFilter, unknown>
  if (top.id.isGiven === top.slug.isGiven) {
    throw badUserInput('`within` takes exactly one of `id` and `slug`.', {
      argument: 'within',
      allowed: 'the id or the slug of a topic',
    })
  }
  return top.id.isGiven
    ? topicLedTo(top.id.bind('uuid', (value) => uuidOf('Topic', value)))
    : sql`(select top.id from topic top where top.slug = ${slugLedTo('topic', top.slug.bind('text'))})`
}
