// Whether a PostgreSQL answers at this address that the tests can use: node scripts/ci/has-postgresql.ts URL  (exit code 0: yes)
import { Client } from 'pg'

const [url = ''] = process.argv.slice(2)
const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 })
try {
  await client.connect()
  const { rows } = await client.query(
    `SELECT rolsuper AND current_setting('server_version_num')::int >= 150000 AS usable FROM pg_roles WHERE rolname = current_user`,
  )
  process.exitCode = rows[0]?.usable === true ? 0 : 1
} catch {
  process.exitCode = 1
} finally {
  await client.end()
}
