import { type Directions, importFaults as faultsOf } from '../../../scripts/check/import-direction.ts'
import { parsed } from '../../../scripts/check/source.ts'
import type { PlantedFault } from '../planted-fault.ts'

/** Files in memory: for each path the modules that it imports. */
function found(files: Readonly<Record<string, readonly string[]>>, directions: Partial<Directions>): () => string[] {
  const sources = Object.entries(files).map(([path, modules]) =>
    parsed(path, modules.map((name) => `import { a } from '${name}'\n`).join('')),
  )
  return () => faultsOf(sources, { folders: {}, mutual: [], ...directions })
}

const EACH_OTHER = {
  'src/one/a.ts': ['../other/a.ts'],
  'src/one/b.ts': [],
  'src/other/a.ts': [],
  'src/other/b.ts': ['../one/b.ts'],
}

export const importFaults: readonly PlantedFault[] = [
  {
    planted: 'an import against the direction in the real source, also of a type',
    copies: ['src'],
    files: { 'src/lib/planted.ts': "import type { Plan } from '../reading/plans.ts'\n\nexport type Planted = Plan\n" },
    reports: ['src/lib/planted.ts may not import src/reading/plans.ts: lib/ may use no other folder'],
  },
  {
    planted: 'an import of what is loaded late, exported on, or only run',
    found: () =>
      faultsOf(
        [
          parsed('src/one/late.ts', "const { a } = await import('../other/a.ts')\n"),
          parsed('src/one/on.ts', "export { a } from '../other/a.ts'\n"),
          parsed('src/one/run.ts', "import '../other/a.ts'\n"),
          parsed('src/other/a.ts', ''),
        ],
        { folders: { one: [], other: [] }, mutual: [] },
      ),
    reports: ['late', 'on', 'run'].map(
      (name) => `src/one/${name}.ts may not import src/other/a.ts: one/ may use no other folder`,
    ),
  },
  {
    planted: 'an import of the seed',
    found: found({ 'src/one/a.ts': ['../../prisma/seed/a.ts'] }, { folders: { one: [] } }),
    reports: ['src/one/a.ts may not import prisma/seed/a.ts: one/ may use no other folder'],
  },
  {
    planted: 'a folder that the table does not know',
    found: found({ 'src/one/a.ts': [] }, {}),
    reports: ['src/one/a.ts is in a folder that scripts/check/import-direction.ts does not know'],
  },
  {
    planted: 'a permission that no import needs',
    found: found(
      { 'src/one/a.ts': ['../other/a.ts'], 'src/other/a.ts': [] },
      { folders: { one: ['other', 'third'], other: [], third: [] } },
    ),
    reports: ['no file of one/ imports from third/: remove it from scripts/check/import-direction.ts'],
  },
  {
    planted: 'files that import each other in a circle, once',
    found: found(
      {
        'src/one/a.ts': ['./b.ts'],
        'src/one/b.ts': ['./c.ts', './d.ts'],
        'src/one/c.ts': ['./a.ts'],
        'src/one/d.ts': [],
      },
      { folders: { one: [] } },
    ),
    reports: ['these files import each other in a circle: src/one/a.ts, src/one/b.ts, src/one/c.ts'],
  },
  {
    planted: 'two circles apart',
    found: found(
      {
        'src/one/a.ts': ['./b.ts', './c.ts'],
        'src/one/b.ts': ['./a.ts'],
        'src/one/c.ts': ['./d.ts'],
        'src/one/d.ts': ['./c.ts'],
      },
      { folders: { one: [] } },
    ),
    reports: [
      'these files import each other in a circle: src/one/c.ts, src/one/d.ts',
      'these files import each other in a circle: src/one/a.ts, src/one/b.ts',
    ],
  },
  {
    planted: 'folders that need each other',
    found: found(EACH_OTHER, { folders: { one: ['other'], other: ['one'] } }),
    reports: ['one and other need each other: put what they share below both'],
  },
  {
    planted: 'an exception for folders that no longer need each other',
    found: found(
      { 'src/one/a.ts': ['../other/a.ts'], 'src/other/a.ts': [] },
      { folders: { one: ['other'], other: [] }, mutual: [{ pair: ['one', 'other'], reason: 'history' }] },
    ),
    reports: ['one and other no longer need each other: remove the exception'],
  },
  {
    planted: 'a fourth exception',
    found: found(EACH_OTHER, {
      folders: { one: ['other'], other: ['one'] },
      mutual: Array.from({ length: 4 }, () => ({ pair: ['one', 'other'], reason: 'history' })),
    }),
    reports: ['4 pairs of folders need each other; at most 3 may'],
  },
  {
    planted: 'a rule that reads, a shape that writes, a service that knows resolvers',
    found: found(
      {
        'src/one/a.rules.ts': ['./a.service.ts'],
        'src/one/a.shape.ts': ['./a.service.ts'],
        'src/one/a.service.ts': ['./b.resolvers.ts'],
        'src/one/b.resolvers.ts': [],
      },
      { folders: { one: [] } },
    ),
    reports: [
      'src/one/a.rules.ts imports src/one/a.service.ts: a rule is a pure function',
      'src/one/a.shape.ts imports src/one/a.service.ts: a shape only says how fields are read',
      "src/one/a.service.ts imports src/one/b.resolvers.ts: a service may use another entity's rules, never its resolvers",
    ],
  },
]
