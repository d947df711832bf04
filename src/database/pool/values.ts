import { types } from 'pg'

// PostgreSQL's type numbers (pg_type.oid), which never change.
const BYTEA = 17
const INT8 = 20
const DATE = 1082
const TIMESTAMP = 1114
const INTERVAL = 1186

/**
 * How a column's text becomes a value where the two drivers differ, so that both databases give the same:
 *
 * | column | value |
 * |---|---|
 * | timestamptz, timestamp (read as UTC) | Date |
 * | date, time, interval, numeric | string, as PostgreSQL prints it |
 * | int2, int4, int8, float4, float8 | number. An int8 beyond 2^53 loses precision: cast it to text in SQL |
 * | json, jsonb | parsed |
 * | bytea | Buffer |
 * | arrays of the built-in types | array |
 *
 * Arrays of our own enums come as text from one driver and parsed from the other: cast them to text[] in SQL.
 */
export const parsers: Record<number, (text: string) => unknown> = {
  [BYTEA]: (text) => Buffer.from(text.slice('\\x'.length), 'hex'),
  [INT8]: Number,
  [DATE]: (text) => text,
  [TIMESTAMP]: (text) => new Date(`${text.replace(' ', 'T')}Z`),
  [INTERVAL]: (text) => text,
}

/** The same for a pg Pool. */
export const typeParsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers[oid]) ?? types.getTypeParser(oid, format),
}
