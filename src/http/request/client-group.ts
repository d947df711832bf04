import ipaddr from 'ipaddr.js'

/** Who one client is, for what is divided among clients: its address, or the network of 64 bits in which it can have any IPv6 address. */
export function clientGroup(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6
    ? ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/64`).toString()
    : parsed.toString()
}
