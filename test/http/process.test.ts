import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer as listener } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BARE_ENVIRONMENT } from '../helpers/bare-environment.ts'
import { onPostgresql, temporaryFolder, testConnection, variablesOf } from '../helpers/database.ts'

// Each test starts a process or two, which a busy machine takes its time for.
const started: ChildProcess[] = []
let place: Record<string, string>

beforeAll(async () => {
  // The images are in the data folder, wherever the database is.
  place = { DATA_DIR: await temporaryFolder(), ...variablesOf(await testConnection('migrated')) }
})

afterEach(() => {
  for (const process of started.splice(0)) process.kill('SIGKILL')
})

/** `node src/main.ts`; the promise is of its whole output and its exit code. */
function run(variables: Record<string, string>) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { ...BARE_ENVIRONMENT, PORT: '0', SEED_ON_START: 'false', LOG_FORMAT: 'json', ...variables },
  })
  started.push(child)
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk
  })
  // "close" comes after the last output, "exit" may come before it.
  const ended = once(child, 'close').then(([code]) => ({ code, ...said }))
  return { child, said, ended }
}

/** A running server and where it listens. */
async function serve(variables: Record<string, string> = {}) {
  const { child, said, ended } = run({ ...place, ...variables })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /Server listening at (http:[^"\s]+)/.exec(said.stdout)?.[1]
      if (found) resolve(found)
    })
    ended.then(({ stderr }) => reject(new Error(stderr)))
  })
  return { child, ended, url }
}

/** A POST whose body stays unfinished until `finish` is called. The server has it once `arrived`. */
function halfSent(url: string) {
  const body = JSON.stringify({ query: '{ __typename }' })
  const sent = request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
  })
  const arrived = once(sent, 'continue')
  const answer = new Promise<{ status: number | undefined; connection: string | undefined; body: string }>(
    (resolve, reject) => {
      sent.on('response', async (response) => {
        const { statusCode: status, headers } = response
        resolve({ status, connection: headers.connection, body: await text(response) })
      })
      sent.on('error', reject)
    },
  )
  sent.write(body.slice(0, 10))
  return { arrived, answer, finish: () => sent.end(body.slice(10)) }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a stop', () => {
  it('finishes the request that runs, takes no other, and exits with 0', async () => {
    const { child, ended, url } = await serve()
    const { arrived, answer, finish } = halfSent(url)
    await arrived

    child.kill('SIGTERM')
    await pause(300)
    const refused = await fetch(`${url}/healthz`).then(
      ({ status }) => status,
      () => 'refused',
    )
    finish()

    expect(await answer).toEqual({ status: 200, connection: 'close', body: '{"data":{"__typename":"Query"}}' })
    expect(refused).toBe('refused')
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
  })

  it('cuts off what takes longer than it may wait, and says so', async () => {
    const { child, ended, url } = await serve({ SHUTDOWN_TIMEOUT_MS: '300' })
    const { arrived, answer } = halfSent(url)
    const cut = answer.catch((error: unknown) => error)
    await arrived

    child.kill('SIGINT')

    const { code, stdout } = await ended
    expect(code).toBe(1)
    expect(stdout).toContain('were cancelled')
    expect(await cut).toBeInstanceOf(Error)
  })

  it('is at once with a second signal', async () => {
    const { child, ended, url } = await serve()
    const { arrived, answer } = halfSent(url)
    answer.catch(() => {})
    await arrived

    child.kill('SIGTERM')
    await pause(700)
    child.kill('SIGTERM')

    expect(await ended).toMatchObject({ code: 1 })
  })
})

describe('a start that fails', () => {
  it('names every bad variable', async () => {
    const { code, stderr, stdout } = await run({ ...place, PORT: 'abc', SITE_URL: 'ftp://daily.example' }).ended

    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Copydesk cannot start\.\nPORT is "abc".*\nSITE_URL is .*\n$/)
  })

  it('names the port that is taken', async () => {
    const other = listener().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' ? String(address?.port) : ''

    const { code, stderr } = await run({ ...place, PORT: port }).ended

    other.close()
    expect(code).toBe(1)
    expect(stderr).toMatch(
      new RegExp(`^Copydesk cannot start\\.\n127\\.0\\.0\\.1:${port} is in use by another process`),
    )
    expect(stderr).not.toContain('    at ')
  })

  it('names the database that does not answer, without its password', async () => {
    const { code, stderr } = await run({ DATABASE_URL: 'postgresql://desk:secret@127.0.0.1:1/copydesk' }).ended

    expect(code).toBe(1)
    expect(stderr).toContain('127.0.0.1:1')
    expect(stderr).not.toMatch(/secret| {4}at /)
  })

  it.skipIf(onPostgresql)('names the folder that another process uses', async () => {
    const first = await serve()

    const { code, stderr } = await run(place).ended

    expect(code).toBe(1)
    expect(stderr).toMatch(/in use by another process/)
    expect(stderr).not.toContain('    at ')
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  })
})

describe('a start for a person', () => {
  it('says what was done, where to go, and what to try', async () => {
    const { child, ended, url } = await serve({ LOG_FORMAT: 'pretty', SEED_ON_START: 'true' })
    await pause(100)
    child.kill('SIGINT')

    const { stdout, stderr } = await ended

    expect(stdout).toMatch(/\d+ articles and related data seeded \(\d/)
    expect(stdout.includes('A server that others can reach needs DATABASE_URL')).toBe(!onPostgresql)
    expect(stdout).toContain(`${url}/explorer`)
    expect(stdout).toMatch(/curl -G http:.*\n.*senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties/)
    expect(stdout).toContain('Signed in, with the token dev-reporter or dev-editor or dev-admin:')
    expect(stderr).toBe('')
  })
})
