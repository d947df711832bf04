import { type PlantedFault, real, replaced } from '../planted-fault.ts'

const files = { 'schema.graphql': real, '.env.example': real, 'docs/security.md': real }

export const securityPageFaults: readonly PlantedFault[] = [
  {
    planted: 'a mutation that is missing at its permission',
    files: { ...files, 'docs/security.md': replaced(', `unscheduleArticle`', '') },
    mentions: ['docs/security.md must have the row: | PUBLISH_ARTICLES | | yes | yes | `publishArticle`'],
  },
  {
    planted: 'a role that does not have a permission',
    files: { ...files, 'docs/security.md': replaced('| MANAGE_USERS | | | yes |', '| MANAGE_USERS | | yes | yes |') },
    mentions: ['docs/security.md must have the row: | MANAGE_USERS | | | yes |'],
  },
  {
    planted: 'a mutation that says of no permission that it needs it',
    files: {
      ...files,
      'schema.graphql': (text) =>
        `${text}\nextend type Mutation { plant(input: LockArticleInput!): LockArticlePayload }\n`,
    },
    reports: ['schema.graphql does not say which permission plant needs'],
  },
  {
    planted: 'another default of a limit, a limit that is missing, and one that does not exist',
    files: {
      ...files,
      '.env.example': (text) => text.replace('MAX_DEPTH=16', 'MAX_DEPTH=17').concat('\nMAX_PLANTS=3\n'),
      'docs/security.md': replaced('| `MAX_ALIASES` |', '| `MAX_NAMES` |'),
    },
    mentions: [
      'the default of MAX_DEPTH is 17, not 16',
      'must have a row for the limit MAX_PLANTS',
      'must have a row for the limit MAX_ALIASES',
      'there is no MAX_NAMES',
    ],
  },
]
