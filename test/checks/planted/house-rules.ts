// Names what is forbidden; the check leaves this file out.
import type { PlantedFault } from '../planted-fault.ts'

export const houseRuleFaults: readonly PlantedFault[] = [
  {
    planted: 'unfinished work and a silenced check, wherever they are',
    files: {
      'src/a.ts': '// TODO: later\n',
      'prisma/a.ts': '// FIXME\n',
      'scripts/a.ts': '// @ts-ignore\n',
      'test/a.ts': 'const a = 1\n// biome-ignore lint: no\n',
      'bench/a.ts': '// eslint-disable-next-line\n',
    },
    reports: [
      'bench/a.ts:1 silences a check',
      'prisma/a.ts:1 unfinished: do it, or write an issue',
      'scripts/a.ts:1 silences a check',
      'src/a.ts:1 unfinished: do it, or write an issue',
      'test/a.ts:2 silences a check',
    ],
  },
  {
    planted: 'what only a few files of src may do, and leaves others alone',
    files: {
      'src/a.ts': 'process.exit(1)\nprocess.env.HOME\nconsole.log(1)\n',
      'src/main.ts': 'process.exit(1)\n',
      'src/config/env.ts': 'process.env.HOME\n',
      'scripts/a.ts': 'console.log(process.env.HOME)\nprocess.exit(1)\n',
    },
    reports: [
      'src/a.ts:1 only main.ts and worker.ts end the process',
      'src/a.ts:2 only env.ts reads variables',
      'src/a.ts:3 the server writes through its log',
    ],
  },
  {
    planted: 'a name that says nothing',
    files: { 'src/lib/utils.ts': 'export const one = 1\n', 'test/utils.ts': 'export const one = 1\n' },
    reports: ['src/lib/utils.ts says nothing by its name'],
  },
]
