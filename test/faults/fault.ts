import type { PostgresqlScene, Scene } from './scene.ts'

/** What clients get while a fault lasts: answers, 503, or some of both. */
export type Seen = 'served' | 'unavailable' | 'either'

export interface Fault<Place extends Scene = PostgresqlScene> {
  /** Completes "A server survives that …", and is its row in docs/reliability.md */
  readonly name: string
  readonly readers: Seen
  readonly editors: Seen
  /** What /readyz says; null: either */
  readonly isReady: boolean | null
  /** How long it lasts; by default 4 seconds */
  readonly holdMs?: number
  /** The server does not answer at all for a while: it restarts, or is stopped. */
  readonly silences?: boolean
  /** It ends when the server is started again, as a test can do no other way: how long that takes is not part of what clients wait. */
  readonly endsByRestart?: boolean
  /** @returns what ends it */
  begin(scene: Place): Promise<() => Promise<void>>
}
