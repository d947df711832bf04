import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallServer } from './small-server.ts'

let server: Awaited<ReturnType<typeof smallServer>>
let url: string

beforeAll(async () => {
  server = await smallServer()
  url = `${await server.listen({ port: 0 })}/graphql`
})

afterAll(() => server.close())

const audits = serverAudits({ url: () => url })

describe('GraphQL over HTTP', () => {
  it('is audited in full', () => {
    expect(audits).toHaveLength(61)
  })

  it.each(audits)('$id $name', async ({ fn }) => {
    expect(await fn()).toMatchObject({ status: 'ok' })
  })
})
