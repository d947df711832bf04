import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { atEnd } from '../helpers/at-end.ts'

export interface Probed {
  /** The longest answer of /healthz */
  readonly server: { readonly ms: number; readonly at: number }
  /** The longest answer of a server that does nothing else, at the same time on the same machine */
  readonly machine: { readonly ms: number; readonly at: number }
}

/** Asks /healthz every 20 ms in a thread of its own, so that what this process does takes no time of it. Ends with the test file. */
export async function startProber(url: string) {
  const worker = new Worker(new URL('./prober.worker.ts', import.meta.url), { workerData: url })
  atEnd(() => worker.terminate())
  await once(worker, 'message')

  /** The longest answers since the last call. */
  async function longest(): Promise<Probed> {
    const answered = once(worker, 'message')
    worker.postMessage('longest')
    const [probed] = await answered
    return probed
  }

  return { longest }
}
