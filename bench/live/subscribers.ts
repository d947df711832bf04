// Many connections that subscribe to one operation: node bench/live/subscribers.ts ORIGIN COUNT SLUG. A line for each thing that all of them have:
// "running", then for each change the time (Date.now()) at which the last one got it.
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'

const [origin = '', count = '0', slug = ''] = process.argv.slice(2)
const COUNT = Number(count)
const AT_ONCE = 100
const QUERY =
  'subscription ($slug: String!) { articleChanges(where: { slug: $slug }) { cursor at kind changedFields article { headline } } }'

/** By the number of the change: how many have it. */
const arrived: number[] = []

function received(number: number): void {
  arrived[number] = (arrived[number] ?? 0) + 1
  if (arrived[number] === COUNT) process.stdout.write(`${Date.now()}\n`)
}

function subscribe(): Promise<void> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  let changes = 0
  return new Promise((resolve, reject) => {
    socket.on('open', () => socket.send('{"type":"connection_init"}'))
    socket.on('error', reject)
    socket.on('close', (code, reason) => {
      throw new Error(`a connection ended with ${code} ${reason}`)
    })
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data))
      if (type === 'next') {
        received(changes)
        changes += 1
      } else if (type === 'ping') socket.send('{"type":"pong"}')
      else if (type === 'connection_ack') {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY, variables: { slug } } }))
        resolve()
      } else throw new Error(`${type}: ${JSON.stringify(payload)}`)
    })
  })
}

for (let from = 0; from < COUNT; from += AT_ONCE)
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, COUNT - from) }, subscribe))
// A subscription has no acknowledgement of its own.
await wait(2000)
process.stdout.write('running\n')
