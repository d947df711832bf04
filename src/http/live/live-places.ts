import type { LiveLimits } from '../../config/env-live.ts'
import { clientKey } from '../../limits/rate/client-address.ts'

/** A connection's place among those of this process. */
export interface LivePlace {
  /** Called when its user is known: a user, or a reader at the address. @returns whether there is room */
  admit(accountId: string | null): boolean
  leave(): void
}

/** Connections of one address whose users are not known yet: a whole newsroom may connect again at once. */
const MOST_PENDING = 100

/** Counts the connections of subscriptions, and decides whether there is room for one more. */
export function livePlaces(
  { connections, connectionsOfPerson, connectionsOfAddress }: LiveLimits,
  isExempt: (address: string) => boolean,
) {
  const counts = new Map<string, number>()
  let total = 0

  function enter(key: string, most: number): boolean {
    const count = counts.get(key) ?? 0
    if (count >= most) return false
    counts.set(key, count + 1)
    return true
  }

  function leave(key: string): void {
    const left = (counts.get(key) ?? 0) - 1
    if (left > 0) counts.set(key, left)
    else counts.delete(key)
  }

  function placeOf(address: string, first: string): LivePlace {
    let key: string | null = first
    return {
      admit(accountId) {
        if (key === null) return false
        leave(key)
        const isFree = accountId === null && isExempt(address)
        const most = accountId === null ? connectionsOfAddress : connectionsOfPerson
        const next = accountId === null ? `address ${clientKey(address)}` : `account ${accountId}`
        const isIn = enter(next, isFree ? Number.POSITIVE_INFINITY : most)
        key = isIn ? next : null
        if (!isIn) total -= 1
        return isIn
      },
      leave() {
        if (key === null) return
        leave(key)
        key = null
        total -= 1
      },
    }
  }

  return {
    get total() {
      return total
    },
    /** @returns why there is no place: the process has no more, or the address has none */
    take(address: string): LivePlace | 'FULL' | 'TOO_MANY' {
      if (total >= connections) return 'FULL'
      const key = `pending ${clientKey(address)}`
      if (!enter(key, isExempt(address) ? Number.POSITIVE_INFINITY : MOST_PENDING)) return 'TOO_MANY'
      total += 1
      return placeOf(address, key)
    },
  }
}

export type LivePlaces = ReturnType<typeof livePlaces>
