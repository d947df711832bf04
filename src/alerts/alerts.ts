import { type Pulse, pulse, withOutages } from '../lib/pulse.ts'
import { type Consumer, type ConsumerOptions, consume } from '../outbox/consumers/consumer.ts'
import { uuidOf } from '../reading/global-id.ts'
import { planAlerts, spreadAlert } from './alert.write.ts'
import { addDigests } from './digest.write.ts'

export interface Alerts {
  close(): Promise<void>
}

const ALERTS_MS = 1000
const DIGESTS_MS = 20_000

/**
 * Plans and spreads alerts and digests; the sender of mails sends them. Any number of processes may do this. No editor waits for it: publications come from the
 * outbox.
 */
export async function startAlerts(delaySeconds: number, options: ConsumerOptions): Promise<Alerts> {
  const { database, log } = options
  const consumer = await planningConsumer(delaySeconds, options)
  const rounds = [
    repeated(() => spreadAlert(database), ALERTS_MS, 'alerts', log),
    repeated(() => addDigests(database), DIGESTS_MS, 'digests', log),
  ]
  return {
    async close() {
      await Promise.all([consumer.close(), ...rounds.map((round) => round.stop())])
    },
  }
}

function planningConsumer(delaySeconds: number, options: ConsumerOptions): Promise<Consumer> {
  return consume(
    {
      name: 'alerts',
      async handle(events) {
        const published = events
          .filter(({ type }) => type === 'article.published')
          .flatMap(({ payload }) => uuidOf('Article', payload.id) ?? [])
        if (published.length > 0) await planAlerts(options.database, published, delaySeconds)
      },
      afterLoss: 'Followers get no mails about what was published in that time',
    },
    options,
  )
}

/** Without a pause while there is more to do. */
function repeated(work: () => Promise<boolean>, pauseMs: number, what: string, log: ConsumerOptions['log']): Pulse {
  const rounds = pulse(
    withOutages(async () => ((await work()) ? 0 : pauseMs), {
      pauseMs: Math.max(pauseMs, 1000),
      began: (err) => log.error({ err }, `${what} cannot be prepared; they wait`),
      ended: () => log.warn({}, `${what} are prepared again`),
    }),
  )
  void rounds.now()
  return rounds
}
