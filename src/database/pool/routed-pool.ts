import { Pool, type PoolClient } from 'pg'

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: PoolClient['release']) => void

/** What Prisma and Kysely take for a pool: each connection comes from the share that the caller may use. */
export class RoutedPool extends Pool {
  readonly #lease: () => Promise<PoolClient>

  constructor(lease: () => Promise<PoolClient>) {
    super()
    this.#lease = lease
  }

  override connect(): Promise<PoolClient>
  override connect(connected: Connected): void
  override connect(connected?: Connected): Promise<PoolClient> | undefined {
    const leased = this.#lease()
    if (!connected) return leased
    leased.then(
      (client) => connected(undefined, client, client.release),
      (error) => connected(error, undefined, () => {}),
    )
    return undefined
  }
}
