import type { Network } from '../helpers/network.ts'
import type { Fault } from './fault.ts'

/** A fault that ends with `restore`. */
function fault(expected: Omit<Fault, 'begin'>, begin: (network: Network) => void): Fault {
  return {
    ...expected,
    async begin({ network }) {
      begin(network)
      return async () => network.restore()
    },
  }
}

const AWAY = { readers: 'unavailable', editors: 'unavailable', isReady: false } as const
const SHORT = { readers: 'either', editors: 'either', isReady: null } as const

export const NETWORK_FAULTS: readonly Fault[] = [
  fault({ name: 'the network to the database refuses connections', ...AWAY }, (network) => network.refuse()),
  fault({ name: 'the network to the database loses everything', ...AWAY, holdMs: 15_000 }, (network) => network.lose()),
  fault(
    { name: 'the network to the database forgets the connections that are open', ...SHORT, holdMs: 12_000 },
    (network) => network.forget(),
  ),
  fault({ name: 'the network to the database resets the connections that are open', ...SHORT }, (network) =>
    network.reset(),
  ),
  fault(
    { name: 'each connection is ended in the moment in which PostgreSQL is ready for a statement', ...SHORT },
    (network) => network.endWhenReady(),
  ),
  fault(
    {
      name: 'each message to and from the database takes 100 ms',
      readers: 'served',
      editors: 'served',
      isReady: true,
      holdMs: 10_000,
    },
    (network) => network.delay(100),
  ),
]
