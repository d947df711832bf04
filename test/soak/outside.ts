import { expect } from 'vitest'
import { type ConnectOptions, connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { follower } from '../alerts/followers.ts'
import { givenIn } from '../helpers/given.ts'
import { mailReceiver } from '../mail/receiver.ts'
import { receiver } from '../webhook/receiver.ts'

const FOLLOWERS = 50
/** What a process that was killed had claimed waits for five minutes. */
const PATIENCE_MS = 8 * 60_000

const HURRY = "UPDATE mail SET next_attempt_at = now() WHERE state = 'WAITING' AND next_attempt_at > now()"
const PENDING = `SELECT (SELECT count(*) FROM webhook_delivery WHERE state <> 'SUCCEEDED')::int AS deliveries,
  (SELECT count(*) FROM mail WHERE state = 'WAITING')::int AS mails`

/** Who gets what the newsroom publishes: a webhook and readers who follow a topic by e-mail. */
export interface Outside {
  readonly variables: Record<string, string>
  /** Of events when they came, in seconds */
  readonly ages: number[]
  /** Addresses, one for each mail */
  readonly mails: string[]
  subscribe(options: ConnectOptions): Promise<void>
  /** Resolves when all that is on its way has arrived. */
  arrived(database: Database, isShort: boolean): Promise<void>
}

export async function outside(): Promise<Outside> {
  const mails: string[] = []
  const ages: number[] = []
  const smtp = await mailReceiver(
    () => null,
    ({ to }) => mails.push(to),
  )
  const hook = await receiver(({ json }, response) => {
    ages.push((Date.now() - Date.parse(json.timestamp)) / 1000)
    response.writeHead(204).end()
  })
  return {
    variables: {
      ...{ WEBHOOK_ALLOWED_HOSTS: '127.0.0.1', SMTP_URL: smtp.url, MAIL_FROM: 'alerts@daily.example' },
      ...{ ALERT_DELAY: '0', SITE_URL: 'https://daily.example' },
    },
    ages,
    mails,
    async subscribe(options) {
      const database = await connect(options)
      await givenIn(database).webhook({ url: hook.url, events: ['ARTICLE_PUBLISHED', 'ARTICLE_UPDATED'] })
      const { id } = await database.prisma.topic.findFirstOrThrow({ where: { slug: 'egypt' } })
      for (let n = 0; n < FOLLOWERS; n += 1) await follower(database, { topics: [{ uuid: id }] })
      await database.close()
    },
    async arrived({ query }, isShort) {
      const pending = async () => {
        if (isShort) await query({ text: HURRY, parameters: [] })
        return (await query({ text: PENDING, parameters: [] }))[0]
      }
      await expect.poll(pending, { timeout: PATIENCE_MS, interval: 1000 }).toEqual({ deliveries: 0, mails: 0 })
    },
  }
}
