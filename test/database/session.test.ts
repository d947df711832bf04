import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection } from '../helpers/database.ts'
import { addressOf, dropDatabase } from '../helpers/postgresql.ts'

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

async function emptyDatabase(): Promise<string> {
  const options = await testConnection('empty')
  if (!('url' in options)) throw new Error('these tests are for PostgreSQL')
  return options.url
}

async function opened(url: string): Promise<Database> {
  const database = await connect({ url })
  atEnd(() => database.close())
  return database
}

describe.runIf(onPostgresql)('a session (PostgreSQL only)', () => {
  it.each([
    ['timezone', "'Asia/Tokyo'", 'UTC'],
    ['datestyle', "'SQL, DMY'", 'ISO, MDY'],
    ['search_path', 'pg_catalog', 'public,extensions'],
    ['default_transaction_isolation', "'serializable'", 'read committed'],
    ['standard_conforming_strings', 'off', 'on'],
    ['client_encoding', "'LATIN1'", 'UTF8'],
  ])('does not depend on the database for %s', async (name, bad, good) => {
    const url = await emptyDatabase()
    await run(url, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET ${name} = ${bad}`)
    const database = await opened(url)

    const [row] = await database.query({ text: `SELECT current_setting('${name}') AS value`, parameters: [] })

    expect(row).toEqual({ value: good })
  })

  it('is refused with a sentence by a database that is not in UTF8', async () => {
    const server = inject('server')
    if (!server) throw new Error('this test is for PostgreSQL')
    const name = `${server.prefix}_${randomBytes(4).toString('hex')}`
    await run(server.url, `CREATE DATABASE "${name}" ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`)
    atEnd(() => dropDatabase(server.url, name))

    await expect(connect({ url: addressOf(server.url, name) })).rejects.toThrow(/LATIN1, but UTF8 is required/)
  })
})
