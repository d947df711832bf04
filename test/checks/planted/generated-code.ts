import { differences } from '../../../scripts/check/differences.ts'
import { type PlantedFault, real } from '../planted-fault.ts'

export const generatedCodeFaults: readonly PlantedFault[] = [
  {
    planted: 'generated files that are altered, missing or left over',
    found: () =>
      differences(
        new Map([
          ['altered.ts', 'new'],
          ['missing.ts', ''],
          ['same.ts', ''],
        ]),
        new Map([
          ['altered.ts', 'old'],
          ['left-over.ts', ''],
          ['same.ts', ''],
        ]),
      ),
    reports: ['altered.ts is not what is generated now', 'left-over.ts is generated no more', 'missing.ts is missing'],
  },
  {
    planted: 'resolver types that schema.graphql no longer leads to',
    files: {
      'package.json': real,
      'prisma.config.ts': real,
      'schema.graphql': 'type Query { now: String! }\n',
      'prisma/schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "../src/generated/prisma"
}

datasource db {
  provider = "postgresql"
}

model Thing {
  id Int @id
}
`,
      'scripts/generate.ts': real,
      'src/generated/graphql.ts': 'export type Query = { then: string }\n',
    },
    mentions: ['src/generated/graphql.ts is not what is generated now'],
  },
]
