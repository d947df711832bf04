import type { Sender } from '../database/sender.ts'
import { unavailable } from '../errors/errors.ts'
import type { Pass } from '../identity/authenticate.ts'
import { type Pulse, pulse, withOutages } from '../lib/pulse.ts'
import { loadOpenPreviews, type OpenPreview } from './open-previews.load.ts'
import { loadStandings, type Standing } from './standings.load.ts'

/** Why somebody may no longer see what they subscribed to. */
export type EndOfRights = 'REVOKED' | 'EXPIRED' | 'SUSPENDED' | 'ROLE_CHANGED'

/** A preview link that a subscription reads by. */
export interface WatchedPreview {
  /** Of its token */
  readonly hash: string
  /** The uuid of the article that it has to open */
  readonly articleId: string
}

/** Called once, when the rights have ended. */
export type OnEnd = (why: EndOfRights) => void

/** Stops watching. */
export type Unwatch = () => void

export interface Rights {
  watchPass(pass: Pass, onEnd: OnEnd): Unwatch
  watchPreview(preview: WatchedPreview, onEnd: () => void): Unwatch
  /** Looks now, and calls those whose rights have ended. @throws UNAVAILABLE if that cannot be known */
  look(): Promise<void>
  start(log: RightsLog): void
  close(): Promise<void>
}

interface RightsLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Rights that have ended are noticed within a second: half of it to begin to look, the rest for the database. */
const LOOK_EVERY_MS = 400

/** Looks all the time whether those who are connected may still see what they get. */
export function rightsWatch(database: Sender, everyMs = LOOK_EVERY_MS): Rights {
  const passes = new Map<OnEnd, Pass>()
  const previews = new Map<() => void, WatchedPreview>()
  let lookedAt = Number.NEGATIVE_INFINITY
  let rounds: Pulse | undefined

  async function round(): Promise<number> {
    const began = performance.now()
    await lookAtPasses()
    await lookAtPreviews()
    lookedAt = began
    return everyMs
  }

  async function lookAtPasses(): Promise<void> {
    if (passes.size === 0) return
    const watched = [...passes]
    const hashes = new Set(watched.flatMap(([, { hash }]) => hash ?? []))
    const userIds = new Set(watched.flatMap(([, { hash, viewer }]) => (hash === null ? viewer.id : [])))
    const standings = await loadStandings(database, [...hashes], [...userIds])
    const byKey = new Map(standings.map((standing) => [standing.key, standing]))
    for (const [onEnd, pass] of watched) {
      const why = endOfPass(pass, byKey.get(pass.hash ?? pass.viewer.id))
      if (why !== null && passes.delete(onEnd)) onEnd(why)
    }
  }

  async function lookAtPreviews(): Promise<void> {
    if (previews.size === 0) return
    const watched = [...previews]
    const open = await loadOpenPreviews(database, [...new Set(watched.map(([, { hash }]) => hash))])
    for (const [onEnd, preview] of watched) {
      if (!open.some((each) => opens(each, preview)) && previews.delete(onEnd)) onEnd()
    }
  }

  return {
    watchPass(pass, onEnd) {
      passes.set(onEnd, pass)
      return () => passes.delete(onEnd)
    },
    watchPreview(preview, onEnd) {
      previews.set(onEnd, preview)
      return () => previews.delete(onEnd)
    },
    async look() {
      if (passes.size === 0 && previews.size === 0) return
      const asked = performance.now()
      await rounds?.now()
      if (lookedAt < asked) throw unavailable('The rights of the viewer cannot be checked. Try again later.')
    },
    start(log) {
      rounds = pulse(
        withOutages(round, {
          pauseMs: everyMs,
          began: (err) =>
            log.error(
              { err },
              'The rights of those who are connected cannot be checked; nobody gets changes of the desk until they are',
            ),
          ended: () => log.warn({}, 'The rights of those who are connected are checked again'),
        }),
      )
      void rounds.now()
    },
    async close() {
      await rounds?.stop()
    },
  }
}

function opens({ hash, articleId }: OpenPreview, preview: WatchedPreview): boolean {
  return hash === preview.hash && articleId === preview.articleId
}

function endOfPass({ viewer, expiresAt }: Pass, standing: Standing | undefined): EndOfRights | null {
  if (!standing || standing.isRevoked) return 'REVOKED'
  if (standing.isExpired || (expiresAt !== null && expiresAt <= Date.now())) return 'EXPIRED'
  if (standing.isSuspended) return 'SUSPENDED'
  return standing.role === viewer.role ? null : 'ROLE_CHANGED'
}
