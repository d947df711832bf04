import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Variables } from '../pages.ts'
import { type ServerProcess, startServer, UNCACHED, UNLIMITED } from '../processes.ts'
import { ceilingRequests, type Requests } from '../requests.ts'
import type { ComparedPage } from './compared-pages.ts'

export const PEERS_FOLDER = fileURLToPath(new URL('../peers', import.meta.url))

const ofPeers = (file: string) => pathToFileURL(join(PEERS_FOLDER, file))

/** What is measured in one run. */
export const contestantNames = ['copydesk', 'ceiling', 'postgraphile', 'apollo-prisma', 'keystone'] as const

export type ContestantName = (typeof contestantNames)[number]

export interface Contestant {
  name: ContestantName
  server: ServerProcess
}

interface Start {
  file: URL
  args?: readonly string[]
  /** Its folder, if it looks for its files there */
  folder?: string
  variables?: Readonly<Record<string, string>>
}

const STARTS: Readonly<Record<ContestantName, Start>> = {
  copydesk: {
    file: new URL('../../src/main.ts', import.meta.url),
    variables: { ...UNLIMITED, ...UNCACHED, LOG_LEVEL: 'warn' },
  },
  ceiling: { file: new URL('ceiling.ts', import.meta.url) },
  postgraphile: {
    file: ofPeers('postgraphile/server.ts'),
    variables: { GRAPHILE_ENV: 'production' },
  },
  'apollo-prisma': { file: ofPeers('apollo-prisma/server.ts') },
  keystone: {
    file: ofPeers('node_modules/@keystone-6/core/bin/cli.js'),
    args: ['start', '--no-ui'],
    folder: join(PEERS_FOLDER, 'keystone'),
  },
}

/** Each in a process of its own, on the same database and with as many connections to it. */
export async function startAll(variables: Readonly<Record<string, string>>, folder: string): Promise<Contestant[]> {
  const started: Contestant[] = []
  try {
    for (const name of contestantNames) {
      const { file, args = [], folder: own = folder, variables: more = {} } = STARTS[name]
      started.push({ name, server: await startServer(file, { ...variables, ...more }, own, args) })
    }
    return started
  } catch (error) {
    await stopAll(started)
    throw error
  }
}

export async function stopAll(contestants: readonly Contestant[]): Promise<void> {
  for (const { server } of contestants) await server.stop()
}

/** The same pages, in the words of each. */
export function requestsTo(
  { name, server }: Contestant,
  { page, operation }: ComparedPage,
  samples: readonly Variables[],
): Requests {
  if (name === 'ceiling') return ceilingRequests(server.origin, page, samples)
  const query = readFileSync(join(PEERS_FOLDER, 'queries', `${name}.graphql`), 'utf8')
  const list = samples.map((variables) => ({
    method: 'POST' as const,
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables, operationName: operation }),
  }))
  return { origin: server.origin, list }
}
