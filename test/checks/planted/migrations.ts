import type { PlantedFault } from '../planted-fault.ts'

export const migrationFaults: readonly PlantedFault[] = [
  {
    planted: 'a column that no migration makes',
    files: {
      'prisma/schema.prisma': `datasource db {
  provider = "postgresql"
}

model thing {
  id     Int  @id
  weight Int?
}
`,
      'prisma/migrations/20260101000000_thing/migration.sql':
        'CREATE TABLE thing (id integer NOT NULL, CONSTRAINT thing_pkey PRIMARY KEY (id));\n',
    },
    mentions: ['ADD COLUMN     "weight" INTEGER'],
  },
]
