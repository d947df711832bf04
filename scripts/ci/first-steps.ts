// What README.md promises a newcomer, done in a fresh clone of what is committed: npm install, npm start, the first query, Ctrl-C, and
// all that again with the data there. What fails is done once more, in another clone: the times depend on a registry and on what else the
// machine does. node scripts/ci/first-steps.ts [SECONDS]  (exit code 0: the promises hold)
// SECONDS: what npm ci took on this machine just now. A machine that is slower than usual has more time for everything.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { variableNames } from '../../src/config/env.ts'
import { freePort } from './free-port.ts'

/** What npm ci takes where these limits hold as they are */
const USUAL_NPM_CI_SECONDS = 50
const slowness = Math.max(1, Number(process.argv[2] ?? 0) / USUAL_NPM_CI_SECONDS)
const FIRST_ANSWER_SECONDS = 90 * slowness
const SECOND_START_SECONDS = 5 * slowness
const STOP_SECONDS = 15
/** Longer than any of these is waited, to tell by how much a promise is broken. */
const PATIENCE_MS = 300_000
const SLUG = 'senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties'
const HEADLINE = 'Senior Hamas Officials Travel to Cairo to Mend Egypt Ties'

const run = promisify(execFile)
const port = await freePort()
const environment = newcomersEnvironment()
const query = await readFile('src/http/explorer/examples/article-page.graphql', 'utf8')

if (!(await firstSteps())) {
  console.log('once more')
  if (!(await firstSteps())) process.exitCode = 1
}

/** Whether all promises hold. */
async function firstSteps(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-first-steps-'))
  try {
    await run('git', ['clone', '--quiet', '.', folder])
    const arrived = performance.now()
    await run('npm', ['install'], { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 })
    console.log(`npm install took ${since(arrived)} s`)
    const first = await startAndStop(folder, 'first', arrived, FIRST_ANSWER_SECONDS, (npm) =>
      signal(-idOf(npm), 'SIGINT'),
    )
    const second = await startAndStop(folder, 'second', performance.now(), SECOND_START_SECONDS, (npm) =>
      signal(idOf(npm), 'SIGTERM'),
    )
    return first && second
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A terminal signals everything that it started (Ctrl-C); a service manager signals the process that it knows. */
async function startAndStop(
  folder: string,
  name: string,
  from: number,
  most: number,
  stop: (npm: ChildProcess) => void,
): Promise<boolean> {
  const npm = spawn('npm', ['start'], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [npm.stdout, npm.stderr]) stream?.on('data', (text) => output.push(String(text)))
  const exited = once(npm, 'exit')
  try {
    await untilAnswered(npm)
    const taken = since(from)
    const isInTime = report(
      `${name} start: the first answer after ${taken} s; the limit is ${most.toFixed(1)} s`,
      Number(taken) <= most,
    )
    const asked = performance.now()
    stop(npm)
    const [code, by] = await Promise.race([exited, delay(STOP_SECONDS * 1000, ['nothing', 'in time'], { ref: false })])
    const hasEnded = report(`${name} stop: ended with ${code ?? by} after ${since(asked)} s`, code === 0)
    const isClosed = report(`${name} stop: the port is closed`, (await answer()) === null)
    return isInTime && hasEnded && isClosed
  } catch (error) {
    return report(`${name} start: ${error instanceof Error ? error.message : error}\n${output.join('')}`, false)
  } finally {
    signal(-idOf(npm), 'SIGKILL')
  }
}

async function untilAnswered(npm: ChildProcess): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    if (npm.exitCode !== null) throw new Error(`it ended with code ${npm.exitCode}`)
    const text = await answer()
    if (text?.includes(HEADLINE)) return
    if (text) throw new Error(`the answer was ${text.slice(0, 1000)}`)
    await delay(50)
  }
  throw new Error('no answer in time')
}

/** The server's response to ArticlePage; null while it is not listening. */
async function answer(): Promise<string | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { slug: SLUG } }),
    })
    return await response.text()
  } catch {
    return null
  }
}

/** None of our variables and no runtime but the machine's own. */
function newcomersEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !variableNames.includes(name))
  const path = (process.env.PATH ?? '').split(':').filter((entry) => !entry.includes('node_modules'))
  return { ...Object.fromEntries(inherited), PATH: path.join(':'), PORT: String(port) }
}

function idOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('npm could not be started')
  return child.pid
}

function signal(id: number, name: NodeJS.Signals): void {
  try {
    process.kill(id, name)
  } catch {
    // It ended by itself.
  }
}

function since(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1)
}

function report(what: string, isGood: boolean): boolean {
  console.log(`${isGood ? 'ok    ' : 'failed'}  ${what}`)
  return isGood
}
