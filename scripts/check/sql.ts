// One way to write SQL: docs/decisions/011-one-way-to-write-sql.md
import { folderOf } from './import-direction.ts'
import { type SourceFile, sourceFiles } from './source.ts'

/** The files that speak to the database for a service. */
const STATEMENTS = /\.(load|write)\.ts$/

const isIn =
  (...folders: string[]) =>
  (path: string) =>
    folders.includes(folderOf(path))

interface SendingRule {
  readonly pattern: RegExp
  readonly isAllowed: (path: string) => boolean
  readonly what: string
}

const SENDING: readonly SendingRule[] = [
  {
    pattern: /\$(query|execute)Raw/,
    isAllowed: (path) => path === 'src/database/sender.ts',
    what: "writes SQL for Prisma's own tag: write send(tx, sql`…`)",
  },
  {
    pattern: /\b(tx|prisma|database)\.\w+\.(find|count|create|update|delete|upsert|aggregate|groupBy)\w*\(/,
    isAllowed: (path) => STATEMENTS.test(path),
    what: 'reads or writes rows: that is for a *.load.ts or *.write.ts file',
  },
  {
    pattern: /\.query[<(]/,
    isAllowed: (path) =>
      STATEMENTS.test(path) ||
      isIn('database', 'database/measuring', 'database/pool', 'database/replicas', 'reading')(path),
    what: 'sends a statement: that is for a *.load.ts or *.write.ts file',
  },
  {
    pattern: /\.kysely\b/,
    isAllowed: isIn('database'),
    what: "uses Kysely's query builder: write send(tx, sql`…`)",
  },
]

/** SQL that is written or sent another way than the record says, or where none belongs. */
export async function sqlViolations(root: string): Promise<string[]> {
  return sqlFaults(await sourceFiles(root, ['src']))
}

export function sqlFaults(files: readonly SourceFile[]): string[] {
  return [...composedElsewhere(files), ...files.flatMap(sentAnotherWay)]
}

function sentAnotherWay({ path, text }: SourceFile): string[] {
  const rules = SENDING.filter(({ isAllowed }) => !isAllowed(path))
  return text
    .split('\n')
    .flatMap((line, index) =>
      rules.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${path}:${index + 1} ${what}`),
    )
}

/**
 * SQL is composed in database/, in reading/, in what src/shapes.ts reaches and in what loads or writes for a service. Shapes compose and never
 * send: they import nothing that could (docs/decisions/007).
 */
function composedElsewhere(files: readonly SourceFile[]): string[] {
  const shapes = reachedFrom('src/shapes.ts', files)
  return files.flatMap(({ path, imports, packages }) => {
    if (isIn('database', 'reading')(path) || STATEMENTS.test(path)) return []
    const isShape = shapes.has(path)
    const sends = imports.find((imported) => folderOf(imported) === 'database')
    return [
      ...(packages.includes('kysely') && !isShape ? [`${path} composes SQL and is not part of the shapes`] : []),
      ...(isShape && sends
        ? [`${path} is part of the shapes and imports ${sends}: shapes compose, the reader sends`]
        : []),
    ]
  })
}

function reachedFrom(start: string, files: readonly SourceFile[]): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Set<string>()
  const waiting = [start]
  for (const path of waiting) {
    if (reached.has(path)) continue
    reached.add(path)
    waiting.push(...(byPath.get(path)?.imports ?? []))
  }
  return reached
}
