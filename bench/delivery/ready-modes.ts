import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load } from '../load.ts'
import { WARM_UP_SECONDS } from '../measure.ts'
import type { Options } from '../options.ts'
import { type PageName, pageOf, type Variables } from '../pages.ts'
import { megabytesOf, type ServerProcess, startServer } from '../processes.ts'
import { getRequests } from '../requests.ts'
import { inTurn } from '../rounds.ts'
import { answersTo } from './answers.ts'
import { hitsOf } from './hits.ts'
import type { ModeName, ModeResult } from './modes.ts'
import { writeReadyAnswers } from './ready-answers.ts'

const READY = new URL('./ready-server.ts', import.meta.url)

type ReadyMode = Extract<ModeName, 'cached' | 'notModified' | 'compressed'>

/** Answers that the server keeps, against a server that does nothing but send the same bytes. */
export async function benchReady(
  mode: ReadyMode,
  page: PageName,
  { samples, copydesk, variables, folder, options }: ReadyOptions,
): Promise<ModeResult[]> {
  const headers: Record<string, string> = mode === 'compressed' ? { 'accept-encoding': 'br' } : {}
  const requests = getRequests(copydesk.origin, pageOf(page), samples, headers)
  const answers = await answersTo(requests, headers)
  if (mode === 'compressed' && ![...answers.values()].every((answer) => answer.headers['content-encoding'] === 'br'))
    throw new Error('Not all answers were compressed.')
  const file = join(await mkdtemp(join(folder, 'ready-')), 'answers.json')
  await writeFile(file, writeReadyAnswers(answers))
  const ready = await startServer(READY, { ...variables, READY_ANSWERS: file }, folder)
  try {
    const list =
      mode === 'notModified'
        ? requests.list.map((request) => ({
            ...request,
            headers: { ...request.headers, 'if-none-match': answers.get(request.path ?? '')?.headers.etag ?? '' },
          }))
        : requests.list
    const hits = await hitsOf(page, {
      variables,
      folder,
      warmUp: ({ origin }) => answersTo({ origin, list: requests.list }, headers),
      work: ({ origin }) =>
        load(list, { origin, connections: options.connections, seconds: options.seconds, status: statusOf(mode) }),
    })
    const results: ModeResult[] = []
    for (const connections of options.connectionCounts) {
      const status = statusOf(mode)
      const on = ({ origin, pid }: ServerProcess, seconds: number) =>
        load(list, { origin, pid, connections, seconds, status })
      for (const server of [copydesk, ready]) await on(server, WARM_UP_SECONDS)
      const measured = await inTurn(
        () => on(copydesk, options.seconds),
        () => on(ready, options.seconds),
        options.rounds,
      )
      const { ours, other, ...ratios } = measured
      results.push({
        mode,
        against: 'ready buffer',
        connections,
        ...ratios,
        ...ours,
        otherRequestsPerSecond: other.requestsPerSecond,
        otherCpuMs: other.cpuMs,
        hits,
        megabytes: megabytesOf(copydesk),
      })
    }
    return results
  } finally {
    await ready.stop()
  }
}

export interface ReadyOptions {
  samples: readonly Variables[]
  copydesk: ServerProcess
  variables: Readonly<Record<string, string>>
  folder: string
  options: Options
}

function statusOf(mode: ReadyMode): number {
  return mode === 'notModified' ? 304 : 200
}
