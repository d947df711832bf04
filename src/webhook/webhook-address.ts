import { isIP } from 'node:net'
import type { WebhookSettings } from '../config/env-webhooks.ts'
import { isPublicAddress } from '../outgoing/public-address.ts'

/** Whether the operator allows a host wherever it is. */
export function isAllowedHost({ host, hostname }: URL, { allowedHosts }: WebhookSettings): boolean {
  return allowedHosts.includes(host) || allowedHosts.includes(hostname)
}

export type AddressFault = 'SCHEME' | 'CREDENTIALS' | 'INSIDE'

/** Names that no public resolver knows. */
const INSIDE = /^[^.]+$|\.(?:localhost|local|internal|lan|home|corp|home\.arpa)$/

/**
 * What is wrong with an address as it is written. Where a name leads is judged at each attempt: it may lead elsewhere by then.
 */
export function faultOfAddress(url: URL, settings: WebhookSettings): AddressFault | null {
  const isAllowed = isAllowedHost(url, settings)
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || (settings.isHttpsOnly && !isAllowed))) return 'SCHEME'
  if (url.username !== '' || url.password !== '') return 'CREDENTIALS'
  return isAllowed || (isUsualPort(url) && isOutside(url.hostname)) ? null : 'INSIDE'
}

/** Node's URL leaves out the port that a scheme has anyway. */
const isUsualPort = ({ port }: URL): boolean => port === '' || port === '80' || port === '443'

function isOutside(hostname: string): boolean {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(literal) === 0 ? !INSIDE.test(hostname.replace(/\.$/, '')) : isPublicAddress(literal)
}
