import { type PlantedFault, replaced } from '../planted-fault.ts'

export const statementFaults: readonly PlantedFault[] = [
  {
    planted: 'a statement that has changed, one that is missing, and one of no example',
    copies: ['docs/statements'],
    files: {
      'docs/statements/search.sql': replaced('search_rank', 'ts_rank'),
      'docs/statements/lists.sql': null,
      'docs/statements/planted.sql': 'select 1;\n',
    },
    reports: [
      'docs/statements/lists.sql is missing',
      'docs/statements/planted.sql is no longer generated',
      'docs/statements/search.sql is out of date',
    ],
  },
]
