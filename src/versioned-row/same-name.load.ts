import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { TopicKind } from '../generated/graphql.ts'
import { foldedName } from '../lib/text/folded-name.ts'
import { idPrefix } from '../reading/global-id.ts'
import { type PageType, tableOf, translationsOf } from './versioned-row.ts'

export interface NamedPage {
  readonly id: string
  readonly slug: string
  readonly name: string
}

/** What a page is to be called, and of which kind it is, if its type has kinds. */
interface Wanted {
  readonly name: string
  readonly kind?: TopicKind
  /** Of the page that changes; null for a new one */
  readonly ownId: string | null
  /** The language of a translation, whose name is compared with those of others into it; omitted for the page's own name */
  readonly locale?: string
}

/**
 * Another page of the type with the same name (`foldedName`), and the same kind. Until the transaction ends no other looks for the same name:
 * of two that give it at once, the second finds the first. The database cannot compare names as this does (its `lower` depends on the locale that
 * it was made with), and pages that have had one name for years remain, so that no index decides.
 */
export async function findSameName(
  tx: Tx,
  type: PageType,
  { name, kind, ownId, locale }: Wanted,
): Promise<NamedPage | null> {
  const folded = foldedName(name)
  await send(tx, sql`select 1 from pg_advisory_xact_lock(hashtext(${`${type} name ${folded}`}::text))`)
  const ofKind = kind === undefined ? sql`true` : sql`t.kind = ${kind}::topic_kind`
  const named = locale === undefined ? sql`(select) own` : sql`${sql.table(translationsOf(type))} own`
  const isNamed =
    locale === undefined
      ? sql`true`
      : sql`${sql.ref(`own.${tableOf(type)}_id`)} = t.id and own.locale = ${locale}::text`
  const column = (name: 'slug' | 'name') => (locale === undefined ? sql.ref(`t.${name}`) : sql.ref(`own.${name}`))
  const others = await send<NamedPage>(
    tx,
    sql`select t.id, ${column('slug')} as slug, ${column('name')} as name from ${sql.table(tableOf(type))} t join ${named} on ${isNamed}
      where ${ofKind} and t.id is distinct from ${ownId}::uuid order by t.created_at, t.id`,
  )
  return others.find((other) => foldedName(other.name) === folded) ?? null
}

/** `"Egypt" (egypt, topic_…)`: by what a person finds it, and by what a program does. */
export function namedInFull(type: PageType, { id, slug, name }: NamedPage): string {
  return `"${name}" (${slug}, ${idPrefix(type)}${id})`
}
