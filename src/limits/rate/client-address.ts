import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'

/** The part of an IPv6 address that one customer of a provider has. */
const IPV6_PREFIX = 64

/** The key of a client: its IPv4 address, or the network of its IPv6 address, because a client can use all addresses of its own network. */
export function clientKey(address: string): string {
  return keys.memo(address)
}

const keys = new LRUCache<string, string>({ max: 10_000, memoMethod: makeKey })

function makeKey(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_PREFIX}`).toString()}/${IPV6_PREFIX}`
}

/** Whether an address is one of these, or in one of these networks, such as 10.0.0.0/8. */
export function isAmong(networks: readonly string[]): (address: string) => boolean {
  const ranges = networks.map((network) =>
    network.includes('/')
      ? ipaddr.parseCIDR(network)
      : ipaddr.parseCIDR(`${network}/${network.includes(':') ? 128 : 32}`),
  )
  return (address) => {
    if (ranges.length === 0 || !ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits))
  }
}
