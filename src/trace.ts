import type { Env } from './config/env.ts'

interface Reporting {
  /** The number of this process, if it is one of several */
  readonly process?: number | undefined
  /** Called with what the operator should know */
  readonly warn: (message: string) => void
}

/** Records spans from now on, if there is a collector for them. What that needs is loaded only then. */
export async function traceFrom({ tracing }: Pick<Env, 'tracing'>, reporting: Reporting): Promise<void> {
  if (tracing === null) return
  const { openTracing } = await import('./tracing/open-tracing.ts')
  openTracing(tracing, reporting)
}
