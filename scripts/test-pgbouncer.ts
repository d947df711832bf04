// The tests through a PgBouncer of their own in transaction mode: npm run test:pgbouncer -- [arguments of vitest]
// TEST_DIRECT_URL is the PostgreSQL behind it, by default 127.0.0.1:5432.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startPgbouncer } from '../test/helpers/pgbouncer.ts'

/** What they find depends on files and parsers, not on how statements reach the database. */
const WITHOUT_DATABASE = ['clients', 'docs', 'lib', 'media', 'repository']

const direct = process.env.TEST_DIRECT_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres'

const pgbouncer = await startPgbouncer(direct)
const tests = spawn(
  'vitest',
  ['run', ...WITHOUT_DATABASE.map((folder) => `--exclude=test/${folder}/**`), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: pgbouncer.url, TEST_DIRECT_URL: direct },
  },
)
const [code] = await once(tests, 'close')
await pgbouncer.close()
process.exitCode = typeof code === 'number' ? code : 1
