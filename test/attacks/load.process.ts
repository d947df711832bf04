// Sends the same operations to a server over many connections, as fast as they are answered, and prints how they were answered, as JSON.
// node test/attacks/load.process.ts URL OPTIONS, with OPTIONS as JSON
import { Agent } from 'node:http'
import { send } from './send.ts'

export interface LoadOptions {
  readonly documents: readonly string[]
  readonly connections: number
  /** How many addresses they come from */
  readonly addresses: number
  readonly seconds: number
}

const [url = '', given = '{}'] = process.argv.slice(2)
const { documents, connections, addresses, seconds }: LoadOptions = JSON.parse(given)
const end = performance.now() + 1000 * seconds
const answered: Record<string, number> = {}

async function attack(number: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let round = number; performance.now() < end; round++) {
    const body = JSON.stringify({ query: documents[round % documents.length] })
    const { status } = await send(url, `10.200.0.${number % addresses}`, {
      headers: { 'content-type': 'application/json' },
      body,
      agent,
    })
    answered[status] = (answered[status] ?? 0) + 1
  }
  agent.destroy()
}

process.stdout.write('started\n')
await Promise.all(Array.from({ length: connections }, (_each, number) => attack(number)))
process.stdout.write(`${JSON.stringify(answered)}\n`)
