import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

const FOLDER = fileURLToPath(new URL('../../examples/site', import.meta.url))

/** React and Vite take what NODE_ENV says, and Vitest sets it. */
const { NODE_ENV: _, ...ENVIRONMENT } = process.env

/** What a person types to build the site: its packages, its types, its files. Packages that are there are taken, except in CI. */
export async function buildSite(): Promise<void> {
  if (process.env.CI || !existsSync(`${FOLDER}/node_modules`)) await npm('ci', '--no-audit', '--no-fund')
  await npm('run', 'check')
  await npm('run', 'build')
}

function npm(...words: string[]) {
  return run('npm', words, { cwd: FOLDER, env: ENVIRONMENT })
}

/** The built site as a process of its own. Resolves when it listens. */
export async function startSite(variables: Record<string, string>): Promise<ChildProcess> {
  const site = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: FOLDER,
    env: { ...ENVIRONMENT, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(site, 'exit').then(() => {
    throw new Error('the site ended before it listened')
  })
  await Promise.race([once(site.stdout, 'data'), ended])
  ended.catch(() => undefined)
  return site
}
