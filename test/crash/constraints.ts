import type { Database } from '../../src/database/database.ts'

type Query = Pick<Database, 'query'>

interface Constraint {
  name: string
  table: string
  kind: 'c' | 'f' | 'u'
  /** Of a CHECK, as SQL */
  condition: string | null
  columns: string[]
  target: string | null
  targetColumns: string[]
}

const columns = (relation: string, numbers: string) =>
  `ARRAY(SELECT quote_ident(attname) FROM unnest(${numbers}) WITH ORDINALITY k(n, place) JOIN pg_attribute ON attrelid = ${relation} AND attnum = n ORDER BY place)::text[]`

/** All CHECKs and foreign keys, and every unique index over whole rows. */
const CONSTRAINTS = `
  SELECT conname AS name, conrelid::regclass::text AS "table", contype::text AS kind, pg_get_expr(conbin, conrelid) AS condition,
    ${columns('conrelid', 'conkey')} AS columns, nullif(confrelid, 0)::regclass::text AS target, ${columns('confrelid', 'confkey')} AS "targetColumns"
  FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace AND conrelid <> 0
  UNION ALL
  SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, 'u', NULL, ${columns('i.indrelid', 'i.indkey::int2[]')}, NULL, '{}'
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND c.relnamespace = 'public'::regnamespace`

function violations({ name, table, kind, condition, columns: own, target, targetColumns }: Constraint): string {
  const held = own.map((column) => `x.${column} IS NOT NULL`).join(' AND ')
  const count = `SELECT '${name}' AS name, count(*)::int AS n FROM`
  if (kind === 'c') return `${count} ${table} WHERE NOT (${condition})`
  if (kind === 'u')
    return `${count} (SELECT 1 FROM ${table} x WHERE ${held} GROUP BY ${own.join()} HAVING count(*) > 1) twice`
  const same = own.map((column, place) => `y.${targetColumns[place]} = x.${column}`).join(' AND ')
  return `${count} ${table} x WHERE ${held} AND NOT EXISTS (SELECT 1 FROM ${target} y WHERE ${same})`
}

/** The constraints that rows break, asked of the rows themselves: a database that was cut off might have kept a row and lost what stood behind it. */
export async function brokenConstraints({ query }: Query): Promise<string[]> {
  const constraints = await query<Constraint & object>({ text: CONSTRAINTS, parameters: [] })
  if (constraints.length < 100) throw new Error(`only ${constraints.length} constraints were found`)
  const text = constraints.map(violations).join(' UNION ALL ')
  const rows = await query<{ name: string; n: number }>({ text, parameters: [] })
  return rows.filter(({ n }) => n > 0).map(({ name, n }) => `${n} rows break ${name}`)
}
