/** Rows to insert into a table: only text, one list for each column, and what the table's columns are made of. */
export interface Columns {
  table: string
  /** Column of the table: SQL over the inputs */
  columns: Record<string, string>
  /** Lists of the same length, by name */
  inputs: Record<string, (string | null)[]>
}

type Row<Names extends string> = Record<Names, string | number | null>

/** @param types the columns and their SQL types */
export function columnsOf<Names extends string>(
  table: string,
  types: Record<Names, string>,
  rows: Row<Names>[],
): Columns {
  const casts = Object.entries(types).map(([column, type]) => [column, `${column}::${type}`])
  return { table, columns: Object.fromEntries(casts), inputs: inputsOf(types, rows) }
}

/** @param names an object whose keys are the names of the inputs */
export function inputsOf<Names extends string>(names: Record<Names, unknown>, rows: Row<Names>[]): Columns['inputs'] {
  const inputs: Columns['inputs'] = {}
  for (const name in names) {
    inputs[name] = rows.map((row) => {
      const value = row[name]
      return value === null ? null : String(value)
    })
  }
  return inputs
}

export interface Query {
  sql: string
  parameters: (string | null)[][]
}

/** The rows of several tables as one statement. */
export function insertAll(tables: Columns[]): Query {
  const parameters: Query['parameters'] = []
  const inserts = tables.map(({ table, columns, inputs }) => {
    // Text goes over and is cast there: on how a list of dates or of JSON is written the drivers disagree.
    const lists = Object.values(inputs).map((list) => `$${parameters.push(list)}::text[]`)
    return `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).join(', ')}
      FROM unnest(${lists.join(', ')}) AS input (${Object.keys(inputs).join(', ')})`
  })
  const named = inserts.map((insert, index) => `insert_${index} AS (${insert})`)
  return { sql: `WITH ${named.join(', ')} SELECT`, parameters }
}
