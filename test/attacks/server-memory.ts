import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { atEnd } from '../helpers/at-end.ts'

const MEGABYTE = 1024

/** The memory of a process that was started with --inspect: what is garbage is collected before it is measured. */
export async function memoryOf(pid: number, output: () => string) {
  const [address = ''] = /ws:\/\/127\.0\.0\.1:\S+/.exec(output()) ?? []
  const inspector = new WebSocket(address)
  await once(inspector, 'open')
  atEnd(() => inspector.close())
  let id = 0

  async function call(method: string): Promise<void> {
    id += 1
    const sent = id
    const answered = new Promise<void>((resolve) => {
      const listen = ({ data }: MessageEvent) => {
        if (JSON.parse(String(data)).id !== sent) return
        inspector.removeEventListener('message', listen)
        resolve()
      }
      inspector.addEventListener('message', listen)
    })
    inspector.send(JSON.stringify({ id: sent, method }))
    await answered
  }

  /** Resident set size in MB. */
  async function measure(): Promise<number> {
    for (let round = 0; round < 2; round++) await call('HeapProfiler.collectGarbage')
    await delay(300)
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / MEGABYTE
  }

  return { measure }
}
