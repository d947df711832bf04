import type { MutationContext } from '../mutation/mutate.ts'
import type { Site } from '../site/site.ts'
import { keyedHash } from './reader-secret.load.ts'

/** What the mutations of readers work with. */
export interface ReaderContext extends Pick<MutationContext, 'database' | 'onRefusal'> {
  readonly site: Site
  /** The key of hashes of addresses and networks */
  readonly secret: string
  /** The network that the request is from; null if what it may ask for is not limited */
  readonly network: string | null
}

/** The caller for idempotency keys: who names an address, or has a token. In the form of a uuid. */
export function callerIdOf(named: string, secret: string): string {
  return keyedHash('caller', named, secret)
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
