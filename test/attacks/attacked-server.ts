import { cpSync } from 'node:fs'
import { seedSynthetic } from '../../prisma/seed/synthetic/newsroom.ts'
import { connect } from '../../src/database/connect.ts'
import type { Role } from '../../src/viewer/viewer.ts'
import { mediaDir, temporaryFolder, testConnection, variablesOf } from '../helpers/database.ts'
import { startServer, USUAL_TIMEOUTS } from '../helpers/server-process.ts'
import { type StaffMember, staffOf } from '../helpers/staff.ts'
import { watchConnections } from './connections.ts'
import { tooMuch } from './figures.ts'
import { type Probed, startProber } from './prober.ts'
import { plantSecrets } from './secrets.ts'
import { type Answer, type Attack, operation, send } from './send.ts'
import { memoryOf } from './server-memory.ts'

/** What an attack did to the server. */
export interface Figures extends Probed {
  /** The longest time that a statement had a connection; 0 on the embedded database */
  readonly heldMs: number
  readonly connections: number
  /** What it left in memory, in MB */
  readonly leftMb: number
}

export type AttackedServer = Awaited<ReturnType<typeof attackedServer>>

/** A server as in production, in a process of its own, with the sample newsroom and planted secrets. It believes whom a request is from. */
export async function attackedServer(variables: Record<string, string> = {}, { articles = 0 } = {}) {
  const options = await testConnection('seeded')
  const folder = await temporaryFolder()
  const { staff, secrets } = await prepare(options)
  if (articles > 0 && 'url' in options) await addSynthetic(options.url, articles, folder)
  // The renditions that attackers ask for stay out of the other tests' folder.
  cpSync(mediaDir, folder, { recursive: true })
  const place = variablesOf(options)
  const { child, url, output } = await startServer({
    ...place,
    ...USUAL_TIMEOUTS,
    MEDIA_DIR: folder,
    CLOCK: 'false',
    EXPLORER: 'false',
    TRUST_PROXY: 'loopback',
    NODE_OPTIONS: '--inspect=127.0.0.1:0',
    ...variables,
  })
  const prober = await startProber(url)
  const connections = await watchConnections(place.DATABASE_URL)
  const memory = await memoryOf(child.pid ?? 0, output)
  let clients = 0

  /** Of an address that no other request came from. */
  function newAddress(): string {
    clients += 1
    return `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`
  }

  const sendFrom = (from: string, attack: Attack): Promise<Answer> => send(url, from, attack)

  /** Pages as readers open them: what a process takes once is taken before something is measured. */
  async function warmUp(): Promise<void> {
    for (let round = 0; round < 60; round++) {
      const reader = newAddress()
      for (const query of PAGES) await sendFrom(reader, operation(query))
    }
  }

  /** Runs it, and measures what it does to the server. */
  async function watched<Result>(run: () => Promise<Result>): Promise<{ result: Result; figures: Figures }> {
    const before = await memory.measure()
    await prober.longest()
    connections?.held()
    const result = await run()
    const probed = await prober.longest()
    const held = connections?.held() ?? { ms: 0, connections: 0 }
    const leftMb = (await memory.measure()) - before
    return { result, figures: { ...probed, heldMs: held.ms, connections: held.connections, leftMb } }
  }

  /** The same, once more if it was too much: what a busy machine does by chance is not seen twice. */
  async function watchedAgain<Result>(run: () => Promise<Result>): Promise<{ result: Result; figures: Figures }> {
    const first = await watched(run)
    return tooMuch(first.figures).length === 0 ? first : watched(run)
  }

  const isAlive = () => child.exitCode === null && child.signalCode === null
  await warmUp()
  return { url, staff, secrets, output, newAddress, send: sendFrom, watched, watchedAgain, isAlive, memory }
}

async function prepare(options: Parameters<typeof connect>[0]) {
  const database = await connect(options)
  const hire = staffOf(database)
  const staff: Record<Role, StaffMember> = {
    REPORTER: await hire('REPORTER'),
    EDITOR: await hire('EDITOR'),
    ADMIN: await hire('ADMIN'),
  }
  const secrets = [...(await plantSecrets(database)), ...Object.values(staff).map(({ token }) => token)]
  await database.close()
  return { staff, secrets }
}

/** Many more articles than the sample newsroom has. */
async function addSynthetic(url: string, articles: number, mediaDir: string): Promise<void> {
  const database = await connect({ url })
  await seedSynthetic(database, { articles, mediaDir, bucket: null, url, onProgress: () => {} })
  await database.schemaSession(({ script }) => script('vacuum (analyze)'))
  await database.close()
}

/** A page of each kind. */
export const PAGES = [
  '{ articles(first: 10) { nodes { headline standfirst byline leadImage { text image { url(width: 640) } } } } }',
  '{ article(slug: "senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties") { headline bodyHtml relatedArticles(first: 4) { nodes { headline } } } }',
  '{ topic(slug: "egypt") { name articles(first: 10) { totalCount nodes { headline } } } }',
  '{ search(query: "harbour", first: 10) { totalCount edges { snippet node { id } } } }',
  '{ authors(first: 10) { nodes { name articles(first: 2) { nodes { headline } } } } }',
]
