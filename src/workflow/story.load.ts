import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'

interface Holder {
  readonly id: string
  readonly headline: string
}

/** The article that has the place of this one, which is in the trash, in its story; null if the place is free. */
export async function findHolder(
  tx: Tx,
  { id, translationGroupId, locale }: Pick<LoadedArticle, 'id' | 'translationGroupId' | 'locale'>,
): Promise<Holder | null> {
  const [holder] = await send<Holder>(
    tx,
    sql`select a.id, r.headline from article a join revision r on r.id = a.latest_revision_id
      where a.translation_group_id = ${translationGroupId}::uuid and a.locale = ${locale} and a.status <> 'TRASHED' and a.id <> ${id}::uuid`,
  )
  return holder ?? null
}
