// Measures a save through the API against a transaction of two statements by hand: npm run bench -- --only save
// Each writer has an article of its own, as editors do; one writer, then --connections of them at once. docs/performance.md explains.
import { Agent } from 'node:http'
import type { Database } from '../../src/database/database.ts'
import type { Options } from '../options.ts'
import { startServer } from '../processes.ts'
import { makeEditor, makeTargets, removeTargets, type Target } from './articles.ts'
import { type MeasuredSaves, measureSaves } from './measure-saves.ts'
import { statementsOfSave } from './statements.ts'
import { copydeskSave, handSave } from './writers.ts'

const COPYDESK = new URL('../../src/main.ts', import.meta.url)
const BY_HAND = new URL('./hand-server.ts', import.meta.url)

/** Of articles at the beginning: a save must cost the same on either. */
const FEW = 10
const MANY = 2000

export interface SaveReport {
  /** In one transaction, at most */
  statements: number
  measured: MeasuredSaves[]
}

export async function benchSaves(
  database: Database,
  variables: Readonly<Record<string, string>>,
  folder: string,
  options: Options,
): Promise<SaveReport> {
  const token = await makeEditor(database)
  const made: Target[] = []
  const targets = async (writers: number, revisions: number) => {
    const some = await makeTargets(database, writers, revisions)
    made.push(...some)
    return some
  }
  const agent = new Agent({ keepAlive: true })
  const copydesk = await startServer(COPYDESK, { ...variables, LOG_LEVEL: 'warn' }, folder)
  const byHand = await startServer(BY_HAND, variables, folder)
  try {
    const [counted] = await targets(1, FEW)
    const statements = counted ? await statementsOfSave(database, variables, token, counted) : Number.NaN
    const measured: MeasuredSaves[] = []
    for (const writers of [1, options.connections]) {
      const save = copydeskSave(copydesk.origin, token, agent)
      const few = { revisions: FEW, targets: await targets(writers, FEW), save }
      const many = { revisions: MANY, targets: await targets(writers, MANY), save }
      const hand = { revisions: FEW, targets: await targets(writers, FEW), save: handSave(byHand.origin, agent) }
      measured.push(...(await measureSaves([few, many], hand, options)))
    }
    return { statements, measured }
  } finally {
    agent.destroy()
    await copydesk.stop()
    await byHand.stop()
    await removeTargets(database, made)
  }
}
