import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

const PREFIX = 'copydesk_test_'

/**
 * Room for one run of the tests on a PostgreSQL: every database of the run has the run's prefix, and while the run lives it holds a
 * connection of that name. The databases of a run without one (it was killed) are dropped at the next start, from whichever machine.
 *
 * @param url of a database to connect to, by someone who may create others
 */
export async function testServer(url: string) {
  const prefix = `${PREFIX}${randomBytes(4).toString('hex')}`
  const client = new Client({ connectionString: url, application_name: prefix })
  await client.connect()
  await drop(client, await abandoned(client))

  async function close(): Promise<void> {
    const { rows } = await client.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix])
    await drop(client, rows)
    await client.end()
  }

  return { url, prefix, close }
}

/** @param template the database to copy, to which nobody may be connected; without one it is empty */
export function createDatabase(url: string, name: string, template = 'template0'): Promise<void> {
  return onServer(url, `CREATE DATABASE "${name}" TEMPLATE "${template}"`)
}

export function dropDatabase(url: string, name: string): Promise<void> {
  return onServer(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
}

export function addressOf(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

async function abandoned(client: Client): Promise<{ datname: string }[]> {
  const { rows } = await client.query(
    `SELECT datname FROM pg_database
     WHERE starts_with(datname, $1)
       AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name <> '' AND starts_with(datname, application_name))`,
    [PREFIX],
  )
  return rows
}

async function drop(client: Client, databases: { datname: string }[]): Promise<void> {
  for (const { datname } of databases) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`)
}
