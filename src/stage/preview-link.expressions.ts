import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'
import { type Permission, rolesWith } from '../viewer/viewer.ts'

// A preview link speaks for the account that created it. Whether that account may still show the article is asked whenever the link is opened,
// so that nobody has to revoke the links of somebody who leaves. Each is about the rows under the aliases.

const may = (creator: string, permission: Permission): Sql =>
  sql`${sql.ref(`${creator}.role`)} in (${sql.join(rolesWith(permission).map((role) => sql.lit(role)))})`

/** Whether the account that created a link may create one now. */
export function mayShowDrafts(creator: string): Sql {
  return sql`(${sql.ref(`${creator}.suspended_at`)} is null and ${may(creator, 'CREATE_PREVIEWS')})`
}

/**
 * Whether no embargo keeps the link closed. Those who may set embargoes may show an article under the one that they know of; one that was set or
 * moved after the link was created they have not decided on.
 */
export function isKnownEmbargo(article: string, link: string, creator: string): Sql {
  const until = sql.ref(`${article}.embargoed_until`)
  return sql`(${until} is null or ${until} <= now()
    or (${until} = ${sql.ref(`${link}.embargoed_until`)} and ${may(creator, 'PUBLISH_ARTICLES')}))`
}
