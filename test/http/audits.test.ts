import type { FastifyInstance } from 'fastify'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import { mediaDir, testDatabase } from '../helpers/database.ts'

let app: FastifyInstance
let url: string

beforeAll(async () => {
  const env = parseEnv({ LOG_LEVEL: 'silent', MEDIA_DIR: mediaDir })
  app = await createApp({ env, database: await testDatabase() })
  url = `${await app.listen({ port: 0 })}/graphql`
})

afterAll(() => app.close())

const audits = serverAudits({ url: () => url })

describe('GraphQL over HTTP', () => {
  it('is audited in full', () => {
    expect(audits).toHaveLength(61)
  })

  it.each(audits)('$id $name', async ({ fn }) => {
    expect(await fn()).toMatchObject({ status: 'ok' })
  })
})
