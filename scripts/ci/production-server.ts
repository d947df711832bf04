import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { execForm, type Stage } from './dockerfile.ts'
import { freePort } from './free-port.ts'

export interface Installation {
  /** The Dockerfile's last one: its command, health check, variables and user */
  readonly stage: Stage
  /** The program that "node" means */
  readonly node: string
  /** Read-only */
  readonly app: string
  /** For DATA_DIR; made here */
  readonly data: string
  /** Where a database can be made for a moment; null: the embedded one, outside production */
  readonly postgresql: string | null
}

/** What was checked and what is wrong with it, which is empty when all is well */
export type Finding = readonly [what: string, fault: string]

const run = promisify(execFile)
const START_MS = 60_000
const DATABASE = `copydesk_production_${process.pid}`

/** Starts the server as the image does, asks it, and stops it. */
export async function checkRunning(installation: Installation): Promise<Finding[]> {
  await mkdir(installation.data)
  const identity = identityOf(installation.stage)
  if (identity.uid !== undefined) await chown(installation.data, identity.uid, identity.uid)
  const { postgresql } = installation
  if (postgresql !== null) await onServer(postgresql, `CREATE DATABASE ${DATABASE} TEMPLATE template0`)
  try {
    const variables = await variablesOf(installation)
    const address: Record<string, string> =
      postgresql === null ? { NODE_ENV: 'development' } : { DATABASE_URL: addressOf(postgresql) }
    return [
      ...(await serverFindings(installation, { ...variables, ...address })),
      await seedFinding(installation, variables),
    ]
  } finally {
    if (postgresql !== null) await onServer(postgresql, `DROP DATABASE ${DATABASE} WITH (FORCE)`)
  }
}

async function serverFindings(installation: Installation, variables: Record<string, string>): Promise<Finding[]> {
  const { child, output } = startServer(installation, variables)
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${variables.PORT}`
  try {
    await untilHealthy(child, url)
    const health = await healthCheck(installation, variables)
    const ready = await fetch(`${url}/readyz`)
    const query = await fetch(`${url}/graphql?query=${encodeURIComponent('{ articles(first: 1) { totalCount } }')}`)
    const answer = await query.text()
    const explorer = await fetch(`${url}/explorer`)
    const page = await explorer.text()
    child.kill(signalOf(installation.stage))
    const [code] = await exited
    const log = output.join('')
    return [
      ['HEALTHCHECK finds the server healthy', health],
      ['/readyz answers 200', ready.ok ? '' : `${ready.status}`],
      ['a query is answered', answer === '{"data":{"articles":{"totalCount":0}}}' ? '' : answer],
      ['/explorer says which package is missing', explorer.status === 503 && page.includes('package ruru') ? '' : page],
      ['LOG_FORMAT=pretty falls back to JSON', /^\{.*package pino-pretty/m.test(log) ? '' : log],
      ['STOPSIGNAL ends it with 0', code === 0 ? '' : `it ended with ${code}\n${log}`],
    ]
  } catch (error) {
    return [['the server starts and answers', `${error instanceof Error ? error.message : error}\n${output.join('')}`]]
  } finally {
    child.kill('SIGKILL')
  }
}

/** The sample newsroom cannot be drawn: the start must say so, and how to start without it. */
async function seedFinding(installation: Installation, variables: Record<string, string>): Promise<Finding> {
  const { child, output } = startServer(installation, {
    ...variables,
    NODE_ENV: 'development',
    SEED_ON_START: 'true',
  })
  const [code] = await Promise.race([once(child, 'close'), delay(START_MS, ['no exit'], { ref: false })])
  child.kill('SIGKILL')
  const said = output.join('')
  const isClear = code === 1 && said.includes('@resvg/resvg-js') && said.includes('SEED_ON_START=false')
  return ['a start that has to seed says which package is missing', isClear ? '' : `it ended with ${code}\n${said}`]
}

function startServer(installation: Installation, env: Record<string, string>) {
  const [program, ...args] = commandOf(installation, installation.stage.said.get('CMD'))
  const child = spawn(program, args, { cwd: installation.app, env, ...identityOf(installation.stage) })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(String(text)))
  return { child, output }
}

/** Empty when HEALTHCHECK's command ends with 0. */
function healthCheck(installation: Installation, env: Record<string, string>): Promise<string> {
  const [program, ...args] = commandOf(installation, installation.stage.said.get('HEALTHCHECK'))
  return run(program, args, { env, ...identityOf(installation.stage) }).then(
    () => '',
    (error: unknown) => String(error),
  )
}

function commandOf({ node }: Installation, said: string | undefined): [string, ...string[]] {
  const [program, ...args] = execForm(said) ?? []
  if (program !== 'node') throw new Error(`The Dockerfile says ${said}: node is expected, in exec form`)
  return [node, ...args]
}

async function variablesOf({ stage, data }: Installation): Promise<Record<string, string>> {
  return {
    ...stage.env,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    PUBLIC_URL: 'https://api.daily.example',
    SITE_URL: 'https://daily.example',
    DATA_DIR: data,
    SEED_ON_START: 'false',
    EXPLORER: 'true',
    LOG_FORMAT: 'pretty',
  }
}

/** The image's user, where this process may choose one; else this process's own, who is not root then. */
function identityOf({ said }: Stage): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = (said.get('USER') ?? '').split(':').map(Number)
  if (!uid || !gid) throw new Error('The Dockerfile names no user by number')
  return { uid, gid }
}

function signalOf({ said }: Stage): NodeJS.Signals {
  const signal = said.get('STOPSIGNAL')
  if (signal !== 'SIGTERM' && signal !== 'SIGINT') throw new Error(`The Dockerfile's STOPSIGNAL is ${signal}`)
  return signal
}

async function untilHealthy(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + START_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    const response = await fetch(`${url}/healthz`).catch(() => null)
    if (response?.ok) return
    await delay(100)
  }
  throw new Error(`no answer within ${START_MS / 1000} s`)
}

function addressOf(postgresql: string): string {
  const address = new URL(postgresql)
  address.pathname = `/${DATABASE}`
  return address.href
}

async function onServer(postgresql: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: postgresql })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
