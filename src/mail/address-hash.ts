import { createHmac } from 'node:crypto'

/** By which an address is recognised, and from which it cannot be found without the database's secret. The same for upper and lower case. */
export function addressHash(address: string, secret: string): string {
  return createHmac('sha256', secret).update(`address:${address.trim().toLowerCase()}`).digest('hex')
}
