import { createImageWorkers } from '../../src/media/workers/image-workers.ts'

// Has an image inspected and rendered, again and again, until it is killed.
const [, , path = '', to = ''] = process.argv
const imageWorkers = createImageWorkers()

async function repeat(work: () => Promise<unknown>): Promise<never> {
  for (;;) await work()
}

const rendition = { file: 'large.png', width: 3840, height: 3200, region: null, format: 'avif' } as const
await Promise.race([
  repeat(() => imageWorkers.inspect(path, 1_000_000_000)),
  repeat(() => imageWorkers.rendition(path, rendition, to)),
])
