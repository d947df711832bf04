import { sql } from 'kysely'
import type { ArticleOrderByInput } from '../generated/graphql.ts'
import type { DB } from '../generated/kysely/database.ts'
import { connection } from '../reading/connection.ts'
import { whereOf } from '../reading/filter.ts'
import { chosenOrder, type OrdersOf } from '../reading/list-source.ts'
import type { Expression, Field, Row, TagsOf } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { listOf } from '../tags/lists.ts'
import { articleId, articleOrders, newestFirst } from './article.rows.ts'
import { tagsOfList } from './article-list.tags.ts'

/** A table that holds the live articles of something with the dates they are ordered by, kept by the database's triggers. */
export interface LiveTable {
  readonly table: ('live_topic' | 'live_credit' | 'live_branch') & keyof DB
  readonly key: 'topic_id' | 'author_id'
  /** Of what */
  readonly list: 'topic' | 'author' | 'branch'
  /** How many there are, of the parent's row. */
  readonly total: Expression
}

/** Reads an article's row from a table of live articles, and has the orders in which the table's index serves it. */
export function listedIn(
  row: Row,
  { table, key, of }: Pick<LiveTable, 'table' | 'key'> & { readonly of: Sql },
): OrdersOf<ArticleOrderByInput> {
  const live = `${row.alias}_live`
  const at = (name: string) => sql.ref(`${live}.${name}`)
  row.from = sql`${sql.table(table)} ${sql.ref(live)} join article ${sql.ref(row.alias)} on ${articleId(row)} = ${at('article_id')}`
  row.conditions.push(sql`${at(key)} = ${of}`)
  return {
    ...articleOrders,
    publishedAt: { value: () => at('published_at'), type: 'timestamptz' },
    id: { value: () => at('article_id'), type: 'uuid' },
  }
}

/** The live articles of a topic or an author, or of a topic's branch. Ordered by publication, the table's own index gives the page. */
export function articleList({ table, key, list, total }: LiveTable): Field {
  const tags: TagsOf = (selection, parent) => [listOf(list, parent), ...tagsOfList(selection)]
  return connection('Article', tags, (selection, row, parent) => {
    const orders = listedIn(row, { table, key, of: sql.ref(`${parent.alias}.id`) })
    const where = selection.argument('where')
    if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
    const order = chosenOrder(selection, row, orders, newestFirst)
    return where.isGiven ? order : { ...order, total: total(parent) }
  })
}
