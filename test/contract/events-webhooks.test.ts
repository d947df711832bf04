import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { contractOf } from './operations.ts'

const { operation } = contractOf('events')

const database = await testDatabase()
const admin = (await testApi(database)).as('ADMIN')
const given = givenIn(database)

interface Answered {
  webhook: { id: string; state?: string }
  secret: string
  delivery: { id: string; state: string }
  count: number
  deletedId: string
  userErrors: unknown[]
}

async function answered(name: string, variables: object = {}): Promise<Answered> {
  const payload = await admin.mutate<Answered>(operation(name), { ...variables })
  expect(payload.userErrors).toEqual([])
  return payload
}

describe('The operations of webhooks', () => {
  it('a webhook is made, tested, listed, gets another secret, is disabled and deleted', async () => {
    const { webhook, secret } = await answered('NewWebhook')
    const { id } = webhook
    expect(secret).toMatch(/^whsec_/)
    expect((await answered('Ping', { id })).delivery.state).toBe('PENDING')
    const uuid = id.replace('webhook_', '')
    await given.delivery(
      { uuid },
      {
        state: 'DEAD',
        attempts: [{ at: '2026-11-28T10:00:00.000Z', status: 500, durationMs: 3, error: 'It failed.' }],
      },
    )

    const { webhooks } = await admin.query<{ webhooks: { nodes: object[] } }>(operation('Webhooks'))

    expect(webhooks.nodes).toEqual([
      {
        ...{ id, url: 'https://site.example/hook', state: 'ENABLED', disabledReason: null },
        events: ['ARTICLE_PUBLISHED', 'ARTICLE_UPDATED', 'ARTICLE_WITHDRAWN', 'ARTICLE_CORRECTED', 'FRONT_UPDATED'],
        ...{ secretHint: secret.replace('=', '').slice(-4), lastSuccessAt: null, failingSince: null },
        ...{ pendingCount: 1, deadCount: 1 },
        deliveries: {
          nodes: [
            expect.objectContaining({
              ...{ event: 'ARTICLE_PUBLISHED', state: 'DEAD', nextAttemptAt: null, payload: '{}' },
              attempts: [{ at: '2026-11-28T10:00:00.000Z', status: 500, durationMs: 3, error: 'It failed.' }],
            }),
          ],
        },
      },
    ])
    expect((await answered('Replay', { id })).count).toBe(1)
    expect((await answered('RotateSecret', { id })).secret).not.toBe(secret)
    expect((await answered('SetWebhook', { id })).webhook).toEqual({ state: 'DISABLED' })
    expect((await answered('DropWebhook', { id })).deletedId).toBe(id)
  })
})
