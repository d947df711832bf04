import ipaddr from 'ipaddr.js'

/**
 * Whether an address belongs to the public internet. All others lead into a private network, possibly ours: loopback, private, link-local
 * (where clouds serve a machine's credentials), shared by a provider (100.64/10), multicast, documentation and benchmarks, reserved.
 * @param address as resolvers write it
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() === 'unicast') return !(parsed instanceof ipaddr.IPv6) || isGlobal(parsed)
  return false
}

/** 2000::/3 is all that is given out. What carries an IPv4 address within, by whatever scheme, would be judged by its wrapping. */
const GLOBAL: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3]
const WRAPPINGS: [ipaddr.IPv6, number][] = [
  [ipaddr.IPv6.parse('2001::'), 23],
  [ipaddr.IPv6.parse('2002::'), 16],
  [ipaddr.IPv6.parse('2001:db8::'), 32],
  [ipaddr.IPv6.parse('3fff::'), 20],
]

function isGlobal(address: ipaddr.IPv6): boolean {
  return address.match(GLOBAL) && !WRAPPINGS.some((wrapping) => address.match(wrapping))
}
