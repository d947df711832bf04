// How long after a commit another process hears of an event: node bench/event-delay.ts, with DATABASE_URL of a migrated PostgreSQL
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { parseEnv } from '../src/config/env.ts'
import { connect } from '../src/database/connect.ts'
import { eventFeed } from '../src/outbox/event-feed.ts'

const EVENTS = 500

/** In milliseconds, the same for all processes of a machine. */
const now = () => performance.timeOrigin + performance.now()

const { databaseUrl: url, site } = parseEnv(process.env)
if (url === null) throw new Error('Set DATABASE_URL: only PostgreSQL has several processes.')
const database = await connect({ url })

if (process.send) {
  for (let n = 0; n < EVENTS; n += 1) {
    await database.query({
      text: `INSERT INTO outbox_event (type, payload) VALUES ('topic.updated', jsonb_build_object('n', $1::int))`,
      parameters: [n],
    })
    process.send({ n, at: now() })
    await pause(5 + Math.random() * 20)
  }
} else {
  const heard = new Map<unknown, number>()
  const committed = new Map<unknown, number>()
  const feed = eventFeed(database, site)
  feed.listen((events) => {
    for (const { payload } of events) heard.set(payload.n, now())
  })
  await feed.start(console)
  await pause(3000)
  const writer = fork(import.meta.filename)
  writer.on('message', (message: { n: number; at: number }) => committed.set(message.n, message.at))
  await once(writer, 'exit')
  await pause(1000)
  const delays = [...committed].map(([n, at]) => (heard.get(n) ?? Number.POSITIVE_INFINITY) - at).sort((a, b) => a - b)
  const at = (share: number) => delays[Math.floor(delays.length * share)]?.toFixed(1)
  console.log(`${delays.length} events: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${delays.at(-1)?.toFixed(1)} ms`)
  await feed.close()
}
await database.close()
