import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import { loggedError } from '../../src/http/log/logged-error.ts'
import { atEnd } from '../helpers/at-end.ts'
import { mediaDir, testDatabase } from '../helpers/database.ts'
import { staffOf } from '../helpers/staff.ts'
import { smallServer } from './small-server.ts'

const database = await testDatabase()

const SECRET = 'unpublished words of a draft '

/** The log line of one request to a server without a database. */
async function lineOf(request: object, variables: Record<string, string> = {}) {
  const log: unknown[] = []
  const server = await smallServer({ log, variables })
  await server.inject(request)
  return log
}

const post = (query: string) => ({ method: 'POST', url: '/graphql', payload: { query } })

describe('The log line of a request', () => {
  it('has the address of the client', async () => {
    const forwarded = { ...post('{ hello }'), headers: { 'x-forwarded-for': '192.0.2.7' } }

    expect(await lineOf(forwarded)).toEqual([expect.objectContaining({ address: '127.0.0.1' })])
    expect(await lineOf(forwarded, { TRUST_PROXY: 'true' })).toEqual([
      expect.objectContaining({ address: '192.0.2.7' }),
    ])
  })

  it('has no address that is none', async () => {
    const request = { ...post('{ hello }'), headers: { 'x-forwarded-for': 'x'.repeat(5000) } }

    expect(await lineOf(request, { TRUST_PROXY: 'true' })).toEqual([expect.objectContaining({ address: 'unknown' })])
  })

  it.each([
    [post('{ refused }'), ['BAD_USER_INPUT']],
    [post('{ broken one: refused two: refused }'), ['INTERNAL_SERVER_ERROR', 'BAD_USER_INPUT']],
    [post('{ unknown }'), ['GRAPHQL_VALIDATION_FAILED']],
    [post('{'), ['GRAPHQL_PARSE_FAILED']],
    [{ ...post('{ hello }'), payload: 'no JSON', headers: { 'content-type': 'application/json' } }, ['BAD_REQUEST']],
    [{ url: '/nowhere' }, ['NOT_FOUND']],
  ])('of %j has the codes of its errors', async (request, errorCodes) => {
    const log = await lineOf(request)

    expect(log).toContainEqual(
      expect.objectContaining({ msg: 'request', errorCodes: expect.arrayContaining(errorCodes) }),
    )
  })

  it('has no codes without errors', async () => {
    expect(await lineOf(post('{ hello }'))).toEqual([expect.not.objectContaining({ errorCodes: expect.anything() })])
  })

  it('has the beginning of long names and paths', async () => {
    const name = 'x'.repeat(20_000)
    const [line] = await lineOf(post(`query ${name} { hello }`))
    const [other] = await lineOf({ url: `/${name}` })

    expect(line).toMatchObject({ operation: `${'x'.repeat(100)}…` })
    expect(other).toMatchObject({ path: `/${'x'.repeat(499)}…` })
  })

  it('has no query string: there may be a preview token in it', async () => {
    const request = { url: '/graphql', query: { query: '{ hello }', variables: '{"token":"secret"}' } }

    expect(JSON.stringify(await lineOf(request))).not.toContain('secret')
  })

  it('is short also where a field with a long name fails', async () => {
    const log = await lineOf(post(`query ${'y'.repeat(20_000)} { ${'x'.repeat(20_000)}: broken }`))

    expect(JSON.stringify(log).length).toBeLessThan(5000)
  })
})

describe('The log line of the desk', async () => {
  const log: { msg?: string }[] = []
  const app = await createApp({
    env: parseEnv({ MEDIA_DIR: mediaDir }),
    database,
    logTo: { write: (line) => log.push(JSON.parse(line)) },
  })
  atEnd(() => app.close())
  const editor = await staffOf(database)('EDITOR')

  async function lines(query: string) {
    log.length = 0
    await app.inject({ ...post(query), headers: { authorization: `Bearer ${editor.token}` } })
    return log.filter(({ msg }) => msg === 'request')
  }

  it('has the ids of the account and of the access token, and not the token', async () => {
    const [token] = await database.query({
      text: 'SELECT id FROM access_token WHERE user_id = $1',
      parameters: [editor.uuid],
    })

    const line = await lines('{ viewer { name } }')

    expect(line).toEqual([expect.objectContaining({ account: editor.uuid, token: token?.id })])
    expect(JSON.stringify(log)).not.toContain(editor.token)
  })

  it('has the codes of user errors', async () => {
    const line = await lines('mutation { createTopic(input: { name: "" }) { topic { id } } }')

    expect(line).toEqual([expect.objectContaining({ errorCodes: ['REQUIRED'] })])
  })

  it('has none of the reader', async () => {
    log.length = 0
    await app.inject(post('{ viewer { name } }'))

    expect(log).toEqual([expect.not.objectContaining({ account: expect.anything() })])
  })
})

describe('What is logged of an error', () => {
  const LONG = SECRET.repeat(50_000)

  async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
    return work().then(
      () => Promise.reject(new Error('it went well')),
      (error: unknown) => error,
    )
  }

  it.each([
    ['of a value that cannot be read', 'SELECT $1::text::uuid', '22P02'],
    ['of a row that a constraint refuses', 'INSERT INTO topic (id, name) VALUES (gen_random_uuid(), $1)', '23502'],
  ])('%s is its code, without the parameters', async (_what, text, code) => {
    const byQuery = await errorOf(() => database.query({ text, parameters: [LONG] }))
    const byPrisma = await errorOf(() => database.prisma.$queryRawUnsafe(text, LONG))

    for (const error of [byQuery, byPrisma]) {
      const logged = JSON.stringify(loggedError(error))
      expect(logged).toContain(code)
      expect(logged).not.toContain(SECRET)
      expect(logged.length).toBeLessThan(6000)
    }
  })

  it('has the stack and the causes', () => {
    const error = new Error('outer', { cause: new TypeError('inner') })

    expect(loggedError(error)).toMatchObject({
      type: 'Error',
      message: 'outer',
      stack: expect.stringContaining('log.test.ts'),
      cause: { type: 'TypeError', message: 'inner' },
    })
  })
})
