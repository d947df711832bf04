import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** An address of a name, as a resolver gives it. */
export interface Resolved {
  readonly address: string
  readonly family: number
}

/** How names are resolved, and where requests may go: tests have servers of their own. */
export interface Network {
  /** All addresses of a name. @throws Error where it has none */
  resolve(name: string): Promise<readonly Resolved[]>
  isAllowed(address: string, port: number): boolean
}

const WEB_PORTS: ReadonlySet<number> = new Set([80, 443])

/** The public internet. Other ports than the web's are other services, which might take a request of HTTP for one of their own. */
export const internet: Network = {
  resolve: (name) => lookup(name, { all: true, verbatim: true }),
  isAllowed: (address, port) => WEB_PORTS.has(port) && isPublicAddress(address),
}

/** Where a request goes: the address that the name had when it was judged, which is the one that is connected to. */
export interface Source {
  readonly url: URL
  readonly at: Resolved
}

/** Why an address is not asked, as a sentence for the caller. */
export class NotFetched extends Error {
  override name = 'NotFetched'
  /** Of the answer, where that is the reason */
  readonly httpStatus: number | null

  constructor(message: string, httpStatus: number | null = null) {
    super(message)
    this.httpStatus = httpStatus
  }
}

/**
 * Checks where an address leads. Node's URL has already normalised unusual forms of an IP address (127.1, 0x7f.1, 2130706433). Every
 * address of a name must be public, not only the one that is used. The error does not say why, so that nobody can explore our network.
 * @throws NotFetched
 */
export async function judge(url: URL, network: Network): Promise<Source> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new NotFetched('Only http and https addresses are allowed.')
  if (url.username !== '' || url.password !== '')
    throw new NotFetched('An address with a user name or password is not allowed.')
  const found = await addressesOf(url.hostname, network)
  const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443)
  const [at] = found
  if (!at || !found.every(({ address }) => network.isAllowed(address, port))) {
    throw new NotFetched('This address is not allowed: it must be a server on the public internet, at port 80 or 443.')
  }
  return { url, at }
}

async function addressesOf(hostname: string, { resolve }: Network): Promise<readonly Resolved[]> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(literal)
  if (family !== 0) return [{ address: literal, family }]
  try {
    return await resolve(hostname)
  } catch {
    throw new NotFetched('No server with this name was found.')
  }
}
