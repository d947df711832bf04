// An image of a few hundred KB can take gigabytes and minutes to decode. The size of its header does not tell all of that, so the process that
// decodes it watches itself.

/** For one image, of all threads. */
const MAX_CPU_SECONDS = 30
const MAX_MEMORY_BYTES = 1_500 * 1024 * 1024

const LOOK_EVERY_MS = 50

/** A file needs more than one image may have. */
export class TooCostly extends Error {
  override name = 'TooCostly'
}

export interface CostLimits {
  readonly cpuSeconds?: number
  readonly memoryBytes?: number
}

/**
 * Does the work within the limits. What runs in a decoder cannot be stopped: after TooCostly, the process has to end.
 * @throws TooCostly
 */
export async function withinLimits<Result>(
  work: () => Promise<Result>,
  { cpuSeconds = MAX_CPU_SECONDS, memoryBytes = MAX_MEMORY_BYTES }: CostLimits = {},
): Promise<Result> {
  const { promise: exceeded, reject } = Promise.withResolvers<never>()
  const before = process.cpuUsage()
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage(before)
    if ((user + system) / 1_000_000 > cpuSeconds)
      reject(new TooCostly(`more than ${cpuSeconds} seconds of a processor`))
    if (process.memoryUsage.rss() > memoryBytes) reject(new TooCostly(`more than ${memoryBytes} bytes of memory`))
  }, LOOK_EVERY_MS)
  try {
    return await Promise.race([work(), exceeded])
  } finally {
    clearInterval(watch)
  }
}
