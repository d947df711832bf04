import { sql } from 'kysely'
import { comparedJson, parseCompared } from '../diff/compared.rows.ts'
import { revisionChanges } from '../diff/revision-diff.ts'
import { listOf } from '../lib/json.ts'
import type { Argument } from '../reading/argument.ts'
import type { Field, Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { projectValue } from '../reading/value.ts'

/** The revision with that number, as JSON, or null. */
function compared(number: Argument, article: Row): Sql {
  return comparedJson(sql`r.article_id = ${sql.ref(`${article.alias}.id`)} and r.number = ${number.bind('int4')}`)
}

/** Article.diff: null where one of the two revisions does not exist. */
export const diffField: Field = (selection, article) => {
  const project = projectValue(selection)
  const pair = sql`json_build_array(${compared(selection.argument('from'), article)}, ${compared(selection.argument('to'), article)})`
  return {
    needs: [{ key: selection, sql: pair }],
    finish: ([value], run) => {
      const [from, to] = listOf(value).map(parseCompared)
      if (!from || !to) return null
      return project({ from: from.number, to: to.number, changes: revisionChanges(from, to) }, run)
    },
  }
}
