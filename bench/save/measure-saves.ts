import { median } from '../load.ts'
import type { Options } from '../options.ts'
import type { Target } from './articles.ts'
import type { Save } from './writers.ts'

interface Speed {
  savesPerSecond: number
  p50ms: number
}

/** How saves compare with saves by hand, with so many writers at once. Ratios are medians of the rounds, by the time that a save takes. */
export interface MeasuredSaves {
  writers: number
  /** Of the articles at the beginning */
  revisions: number
  ratioToByHand: number
  /** The lowest and the highest of the rounds */
  ratioRange: readonly [number, number]
  p50ms: number
  savesPerSecond: number
  byHand: Speed
}

export interface Subject {
  revisions: number
  targets: readonly Target[]
  save: Save
}

const WARM_UP_MS = 2_000

/** So short that whatever else the machine does meets each alike. */
const TURN_MS = 250

/** Rounds, in which the subjects and the saves by hand take turns. */
export async function measureSaves(
  subjects: readonly Subject[],
  byHand: Subject,
  { rounds, seconds }: Options,
): Promise<MeasuredSaves[]> {
  const all = [byHand, ...subjects]
  await oneRound(all, WARM_UP_MS / 1000)
  const speeds: Speed[][] = []
  for (let round = 0; round < rounds; round += 1) speeds.push(await oneRound(all, seconds))
  const of = (place: number) => speeds.map((round) => round[place] ?? { savesPerSecond: Number.NaN, p50ms: Number.NaN })
  return subjects.map((subject, index) => measured(subject, of(index + 1), of(0)))
}

function measured({ revisions, targets }: Subject, ours: readonly Speed[], hand: readonly Speed[]): MeasuredSaves {
  const ratios = ours.map(({ p50ms }, round) => p50ms / (hand[round]?.p50ms ?? Number.NaN))
  return {
    writers: targets.length,
    revisions,
    ratioToByHand: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    ...medians(ours),
    byHand: medians(hand),
  }
}

function medians(speeds: readonly Speed[]): Speed {
  return {
    savesPerSecond: median(speeds.map(({ savesPerSecond }) => savesPerSecond)),
    p50ms: median(speeds.map(({ p50ms }) => p50ms)),
  }
}

async function oneRound(subjects: readonly Subject[], seconds: number): Promise<Speed[]> {
  const times = subjects.map((): number[] => [])
  const spent = subjects.map(() => 0)
  for (let turn = 0; turn < (seconds * 1000) / TURN_MS; turn += 1) {
    for (const [index, subject] of subjects.entries()) {
      const start = performance.now()
      times[index]?.push(...(await oneTurn(subject, start + TURN_MS)))
      spent[index] = (spent[index] ?? 0) + performance.now() - start
    }
  }
  return times.map((of, index) => ({
    savesPerSecond: (of.length * 1000) / (spent[index] ?? Number.NaN),
    p50ms: median(of),
  }))
}

/** One writer for each article, each saving again as soon as it is answered. Gives how long each save took, in ms. */
async function oneTurn({ targets, save }: Subject, until: number): Promise<number[]> {
  const times: number[] = []
  await Promise.all(
    targets.map(async (target) => {
      while (performance.now() < until) {
        const before = performance.now()
        await save(target)
        times.push(performance.now() - before)
      }
    }),
  )
  return times
}
