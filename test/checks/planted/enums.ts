import { type PlantedFault, real, replaced } from '../planted-fault.ts'

const own = { 'schema.graphql': real, 'prisma/schema.prisma': real, 'src/main.ts': real }

/** schema.graphql with one value more in an enum. */
const withValue = (name: string, value: string) => ({
  ...own,
  'schema.graphql': replaced(`enum ${name} {\n`, `enum ${name} {\n  ${value}\n`),
})

export const enumFaults: readonly PlantedFault[] = [
  ...[
    'TopicKind',
    'CreditRole',
    'CaptionRole',
    'CorrectionKind',
    'WorkflowState',
    'ReaderStatus',
    'FollowFrequency',
  ].map((name) => ({
    planted: `a ${name} that the database does not have`,
    files: withValue(name, 'NEW'),
    reports: [`${name}.NEW is in the schema, not in prisma/schema.prisma`],
  })),
  {
    planted: 'a ShareChannel that neither the code nor the database has',
    files: withValue('ShareChannel', 'NEW'),
    reports: [
      'ShareChannel.NEW is in the schema, not in prisma/schema.prisma',
      'ShareChannel.NEW is in the schema, not in the code',
    ],
  },
  ...['ArticleAction', 'EventType', 'ImageFormat', 'Permission'].map((name) => ({
    planted: `a ${name} that the code does not have`,
    files: withValue(name, 'NEW'),
    reports: [`${name}.NEW is in the schema, not in the code`],
  })),
  {
    planted: 'a role that the database has by another name, and the code in its order',
    files: withValue('Role', 'INTERN'),
    reports: [
      'Role.INTERN is in the schema, not in prisma/schema.prisma',
      'Role.INTERN is in the schema, not in src/viewer/viewer.ts',
    ],
  },
  {
    planted: 'a value of the database that the schema does not have',
    files: { ...own, 'prisma/schema.prisma': replaced('  ORGANISATION\n', '  ORGANISATION\n  SPECIES\n') },
    reports: ['TopicKind.SPECIES is in prisma/schema.prisma, not in the schema'],
  },
  {
    planted: 'enums that only the schema and only the database have',
    files: {
      ...own,
      'schema.graphql': (text) => `${text}\nenum Mood { GOOD }\n`,
      'prisma/schema.prisma': (text) => `${text}\nenum Weather {\n  FAIR\n}\n`,
    },
    reports: [
      'Weather is an enum of the database alone: say in scripts/check/enums.ts why',
      'Mood is an enum of the schema alone: say in scripts/check/enums.ts what has its values',
    ],
  },
  {
    planted: 'values of an enum that the code lists by hand',
    files: {
      ...own,
      'src/some.ts': "const role = z.enum(['LEAD', 'INLINE'])\nconst flag = z.enum(['true', 'false'])\n",
    },
    reports: ['src/some.ts lists the values of CaptionRole by hand: take them from src/generated/prisma/enums.ts'],
  },
]
