import { parsed } from '../../../scripts/check/source.ts'
import { sqlFaults as faultsOf } from '../../../scripts/check/sql.ts'
import type { PlantedFault } from '../planted-fault.ts'

const importing = (...modules: string[]) => modules.map((name) => `import { a } from '${name}'\n`).join('')

/** Files in memory, by their paths. */
function found(files: Readonly<Record<string, string>>): () => string[] {
  return () => faultsOf(Object.entries(files).map(([path, text]) => parsed(path, text)))
}

export const sqlFaults: readonly PlantedFault[] = [
  {
    planted: 'a service of the real source that reads rows itself',
    copies: ['src'],
    files: { 'src/lock/planted.service.ts': 'export const planted = (tx: Tx) => tx.topic.count({ where: {} })\n' },
    reports: ['src/lock/planted.service.ts:1 reads or writes rows: that is for a *.load.ts or *.write.ts file'],
  },
  {
    planted: 'SQL outside the shapes and what loads or writes, and a shape that could send it',
    found: found({
      'src/shapes.ts': importing('./one/a.shape.ts'),
      'src/one/a.shape.ts': importing('kysely', '../database/send.ts'),
      'src/one/a.service.ts': importing('kysely'),
      'src/one/a.write.ts': importing('kysely', '../database/send.ts'),
      'src/database/send.ts': importing('kysely'),
    }),
    reports: [
      'src/one/a.shape.ts is part of the shapes and imports src/database/send.ts: shapes compose, the reader sends',
      'src/one/a.service.ts composes SQL and is no part of the shapes',
    ],
  },
  {
    planted: 'the tags that are not ours, and the query builder, also where statements belong',
    found: found({
      'src/one/a.load.ts': 'const rows = await tx.$queryRaw`select 1`\n',
      'src/one/a.write.ts': 'await tx.$executeRawUnsafe(text)\nawait database.kysely.deleteFrom(table)\n',
      'src/database/sender.ts': 'tx.$queryRawUnsafe(text)\n',
    }),
    reports: [
      "src/one/a.load.ts:1 writes SQL for Prisma's own tag: write send(tx, sql`…`)",
      "src/one/a.write.ts:1 writes SQL for Prisma's own tag: write send(tx, sql`…`)",
      "src/one/a.write.ts:2 uses Kysely's query builder: write send(tx, sql`…`)",
    ],
  },
  {
    planted: 'a service that sends a statement',
    found: found({
      'src/one/a.service.ts': 'await database.query<Row>({ text, parameters })\n',
      'src/one/a.load.ts': 'await database.query({ text, parameters })\n',
    }),
    reports: ['src/one/a.service.ts:1 sends a statement: that is for a *.load.ts or *.write.ts file'],
  },
]
