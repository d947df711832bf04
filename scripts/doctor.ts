// Whether Copydesk can run here, and what to fix: npm run doctor
// Changes nothing. --json prints the findings as JSON. The exit code is 1 if there is a fault.
import { parseArgs } from 'node:util'
import { type Env, readEnv } from '../src/config/env.ts'
import type { Database } from '../src/database/database.ts'
import { FolderInUse } from '../src/database/errors.ts'
import { configuration } from './doctor/configuration.ts'
import { jobs, migrations, server } from './doctor/database.ts'
import { type Check, type Finding, fault, findingsOf, reasonOf, warning } from './doctor/finding.ts'
import { mailServer, redis, replicas } from './doctor/neighbours.ts'
import { disk, storage } from './doctor/places.ts'
import { openDatabase, orExplain } from './with-database.ts'

interface Found extends Finding {
  readonly check: string
}

await orExplain(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  const found: Found[] = []
  await examine((check, { state, text }) => {
    found.push({ check, state, text })
    if (!values.json) console.log(`${state.padEnd(8)} ${check}: ${text.replaceAll('\n', '\n         ')}`)
  })
  const count = (state: Finding['state']) => found.filter((one) => one.state === state).length
  if (values.json) console.log(JSON.stringify(found, null, 2))
  else console.log(`\nfaults: ${count('fault')}, warnings: ${count('warning')}`)
  if (count('fault') > 0) process.exitCode = 1
})

async function examine(report: (check: string, finding: Finding) => void): Promise<void> {
  const run = async (check: Check) => {
    for (const finding of await findingsOf(check)) report(check.name, finding)
  }
  const env = environment(report)
  if (!env) return
  await run({ name: 'configuration', find: async () => configuration(env) })
  const database = await openDatabase(env).catch((error: unknown) => {
    report('database', whyNot(error))
    return null
  })
  if (database) await inDatabase(database, env, run).finally(() => database.close())
  await run({ name: 'storage', find: () => storage(env) })
  await run({ name: 'disk', find: () => disk(env) })
  const { mail, redisUrl } = env
  const { smtpUrl } = mail
  if (smtpUrl !== null) await run({ name: 'mail', find: () => mailServer(smtpUrl) })
  if (redisUrl !== null) await run({ name: 'redis', find: () => redis(redisUrl) })
  if (env.replicaUrls.length > 0) await run({ name: 'replicas', find: () => replicas(env) })
}

/** Null if it is not valid; then nothing else can be looked at. */
function environment(report: (check: string, finding: Finding) => void): Env | null {
  try {
    return readEnv()
  } catch (error) {
    for (const line of reasonOf(error).split('\n')) report('configuration', fault(line))
    return null
  }
}

async function inDatabase(database: Database, env: Env, run: (check: Check) => Promise<void>): Promise<void> {
  await run({ name: 'database', find: () => server(database, env) })
  await run({ name: 'migrations', find: () => migrations(database) })
  await run({ name: 'jobs', find: () => jobs(database) })
}

/** A server that runs has the folder of its embedded database for itself. */
function whyNot(error: unknown): Finding {
  if (error instanceof FolderInUse) return warning(`Not looked at, because a server runs: ${error.message}`)
  return fault(reasonOf(error))
}
