import { Agent, request } from 'node:http'
import { expect, it } from 'vitest'
import { onPostgresql } from '../helpers/database.ts'
import { tracedServer } from './traced-server.ts'

it.runIf(onPostgresql)(
  'each of several processes has an id and its number in its spans (PostgreSQL only)',
  async () => {
    const { url, collector, child, ended } = await tracedServer({ PROCESSES: '2' })
    const ask = () =>
      new Promise<void>((resolve, reject) => {
        // A connection of its own for each: processes take turns in accepting them.
        const sent = request(`${url}/schema.graphql`, { agent: new Agent() }, (response) => {
          response.resume().on('end', resolve)
        })
        sent.on('error', reject).end()
      })
    const numbers = () => new Set(collector.spans.map(({ resource }) => resource['copydesk.process']))
    await expect
      .poll(async () => {
        await ask()
        return numbers()
      })
      .toEqual(new Set([1, 2]))
    const ids = new Map(
      collector.spans.map(({ resource }) => [resource['copydesk.process'], resource['service.instance.id']]),
    )

    expect(new Set(ids.values()).size).toBe(2)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  },
)
