import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Node, parse } from 'libpg-query'
import { dangersOf, tableMadeBy } from './migration-rules.ts'
import { textOf } from './texts.ts'

/** The last migration before upgrades without downtime: older ones are not checked. */
const BASELINE = '20261129030600_alerts'

const FOLDER = 'prisma/migrations'

/**
 * Migrations with which servers of the version before cannot go on. An exception is a comment above the statement: `-- Safe: why`, or `-- Stop: why` with
 * a line in CHANGELOG.md that says "Stop" and names the migration (docs/database.md).
 */
export async function migrationsThatInterrupt(root: string): Promise<string[]> {
  const names = (await readdir(join(root, FOLDER), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name > BASELINE)
    .map(({ name }) => name)
    .toSorted()
  const faults: string[] = []
  for (const name of names) {
    const path = `${FOLDER}/${name}/migration.sql`
    const statements = await statementsOf(await readFile(join(root, path), 'utf8'))
    faults.push(...faultsOf(statements).map((fault) => `${path}:${fault}`))
    if (statements.some(({ comment }) => comment.has('Stop'))) faults.push(...(await unannounced(root, name)))
  }
  return faults
}

interface Statement {
  readonly node: Node
  readonly line: number
  /** What the comment above it says: the words before a colon */
  readonly comment: ReadonlySet<string>
}

/** Places are counted in bytes. */
async function statementsOf(sql: string): Promise<Statement[]> {
  const bytes = Buffer.from(sql)
  const { stmts = [] } = await parse(sql)
  let end = 0
  return stmts.flatMap(({ stmt, stmt_location: start = 0, stmt_len: length = bytes.length - start }) => {
    const above = bytes.toString('utf8', end, start)
    end = start + length
    const comment = new Set([...above.matchAll(/^\s*-- (Safe|Stop): \S/gm)].map(([, word = '']) => word))
    return stmt ? [{ node: stmt, line: bytes.toString('utf8', 0, start).split('\n').length, comment }] : []
  })
}

function faultsOf(statements: readonly Statement[]): string[] {
  const made = new Set(statements.flatMap(({ node }) => tableMadeBy(node) ?? []))
  return statements.flatMap(({ node, line, comment }) =>
    dangersOf(node, made)
      .filter(({ excuse }) => !excuse.split(' or ').some((word) => comment.has(word)))
      .map(
        ({ what, excuse }) => `${line} ${what}${excuse === 'none' ? '' : ` (or say why above it: -- ${excuse}: …)`}`,
      ),
  )
}

async function unannounced(root: string, name: string): Promise<string[]> {
  const lines = (await textOf(root, 'CHANGELOG.md')).split('\n')
  return lines.some((line) => line.includes('Stop') && line.includes(name))
    ? []
    : [`CHANGELOG.md needs a line that says "Stop", what to stop for ${name}, and why`]
}
