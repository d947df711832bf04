import { expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { startImageServer } from '../media/image-server.ts'
import { type SuccessfulCall, sendCall, successfulCalls } from '../mutation/successful-calls.ts'
import { readersView } from '../outbox/readers-view.ts'

// This version on tables to which a newer one has added columns, with the statements that it prepared before.

const COLUMNS = `
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'
  LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN added text, ADD COLUMN with_default integer NOT NULL DEFAULT 1', name);
  END LOOP;
END $$`

it.runIf(onPostgresql)(
  'Every mutation and all that readers see work with the columns of a newer version, also where statements were prepared before (PostgreSQL only)',
  async () => {
    const { network, port } = await startImageServer()
    const database = await testDatabase()
    const many = { MAX_ROOT_FIELDS_READERS: '1000', MAX_COST_READERS: '1000000000', RATE_LIMIT_READERS: '0' }
    const api = await testApi(database, { network, variables: many })
    const calls = Object.entries<SuccessfulCall>(
      successfulCalls(givenIn(database), api, `http://pictures.test:${port}/good`),
    )
    const allSucceed = async () => {
      for (const [name, call] of calls) {
        const input = await call.input()
        await api.as(call.as ?? 'EDITOR').user()
        await sendCall(api, name, call, input)
      }
      expect((await readersView(api, database)).size).toBeGreaterThan(0)
    }
    // From its second use on a statement is prepared, in each of several connections.
    for (let time = 0; time < 3; time++) await allSucceed()

    await database.script(COLUMNS)

    for (let time = 0; time < 3; time++) await allSucceed()
  },
  600_000,
)
