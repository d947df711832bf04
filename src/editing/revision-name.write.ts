import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'

interface Named {
  readonly id: string
  readonly isChanged: boolean
}

/** Gives the revision with that number a name, or takes it away. Null where the article has none with that number. */
export async function writeRevisionName(
  tx: Tx,
  articleId: string,
  number: number,
  name: string | null,
): Promise<Named | null> {
  const [named] = await send<Named>(
    tx,
    sql`with old as (select id, name from revision where article_id = ${articleId}::uuid and number = ${number}::int for update)
      update revision set name = ${name}::text from old where revision.id = old.id
      returning revision.id, old.name is distinct from revision.name as "isChanged"`,
  )
  return named ?? null
}
