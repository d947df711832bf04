import { readFileSync } from 'node:fs'
import type { Scene } from '../faults/scene.ts'

const MINUTE = 60_000
const INTERVAL_MS = 1000

interface Sample {
  readonly minute: number
  readonly megabytes: number
}

/** How much memory one process had. */
export interface Memory {
  readonly first: number
  readonly last: number
  /** In the second half of its life, MB a minute; null: that was less than two minutes */
  readonly slope: number | null
}

/** In MB; null while no server runs */
function memoryOf(pid: number): number | null {
  try {
    return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024 || null
  } catch {
    return null
  }
}

/** By least squares */
function slopeOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.minute - first.minute < 2) return null
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, each) => sum + of(each), 0) / samples.length
  const [x, y] = [mean(({ minute }) => minute), mean(({ megabytes }) => megabytes)]
  const above = samples.reduce((sum, each) => sum + (each.minute - x) * (each.megabytes - y), 0)
  return above / samples.reduce((sum, each) => sum + (each.minute - x) ** 2, 0)
}

/** Measures the resident memory of the server each second. @returns what ends it, with each process that ran */
export function watchMemory(scene: Scene): () => Memory[] {
  const samples = new Map<number, Sample[]>()
  const timer = setInterval(() => {
    const { pid } = scene.server().child
    const megabytes = pid === undefined ? null : memoryOf(pid)
    if (pid === undefined || megabytes === null) return
    const own = samples.get(pid) ?? []
    own.push({ minute: performance.now() / MINUTE, megabytes })
    samples.set(pid, own)
  }, INTERVAL_MS)
  return () => {
    clearInterval(timer)
    return [...samples.values()].map((own) => ({
      first: own[0]?.megabytes ?? 0,
      last: own.at(-1)?.megabytes ?? 0,
      slope: slopeOf(own.slice(own.length / 2)),
    }))
  }
}
