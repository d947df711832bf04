import { sql } from 'kysely'
import { listOf, numberOf } from '../lib/json.ts'
import { isoText } from '../reading/filter.ts'
import { column, type Field, type Row, type Selection } from '../reading/plan.ts'
import { and, isoTimestamp, type Sql } from '../reading/sql.ts'
import { projectValue } from '../reading/value.ts'

/** As many counts of days are listed at most: those of a year in which all channels were used every day. */
const MAX_DAILY = 366 * 11

const articleId = column('article', 'id')

/** The counts of the article from the day of `since` to the day of `until`. */
function countsOf(article: Row, selection: Selection): Sql {
  const [since, until] = [selection.argument('since'), selection.argument('until')]
  const dayOf = (time: Sql) => sql`(${time} at time zone 'UTC')::date`
  return sql`short_link l join share_count c on c.code = l.code where ${and([
    sql`l.article_id = ${articleId(article)}`,
    ...(since.isGiven ? [sql`c.day >= ${dayOf(since.bind('timestamptz', isoText))}`] : []),
    ...(until.isGiven ? [sql`c.day <= ${dayOf(until.bind('timestamptz', isoText))}`] : []),
  ])}`
}

interface Count {
  readonly channel: unknown
  readonly people: number
  readonly machines: number
}

const total = (counts: readonly Count[], of: 'people' | 'machines'): number =>
  counts.reduce((sum, count) => sum + count[of], 0)

/** Article.shares: how often its short addresses were followed, by channel, and by channel and day. */
export const sharesField: Field = (selection, article) => {
  const project = projectValue(selection)
  const counts = countsOf(article, selection)
  const byChannel = sql`(select coalesce(json_agg(json_build_array(t.channel, t.people, t.machines) order by t.people desc, t.machines desc, t.channel), '[]')
    from (select c.channel, sum(c.people) as people, sum(c.machines) as machines from ${counts} group by c.channel) t)`
  const byDay = sql`(select coalesce(json_agg(json_build_array(d.channel, d.people, d.machines, ${isoTimestamp(sql`d.day::timestamp at time zone 'UTC'`)}) order by d.day desc, d.channel), '[]')
    from (select c.channel, c.people, c.machines, c.day from ${counts} order by c.day desc, c.channel limit ${sql.lit(MAX_DAILY)}) d)`
  return {
    needs: [{ key: selection, sql: sql`json_build_array(${byChannel}, ${byDay})` }],
    finish: ([value], run) => {
      const [channels = [], days = []] = listOf(value).map((rows) => listOf(rows).map(countIn))
      return project({ people: total(channels, 'people'), machines: total(channels, 'machines'), channels, days }, run)
    },
  }
}

function countIn(row: unknown): Count & { readonly day: unknown } {
  const [channel, people, machines, day] = listOf(row)
  return { channel, people: numberOf(people), machines: numberOf(machines), day }
}
