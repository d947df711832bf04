import type { PlantedFault } from '../planted-fault.ts'

const MISSPELLED = ['art', 'ikl', 'e'].join('')

export const spellingFaults: readonly PlantedFault[] = [
  {
    planted: 'a misspelled word in documentation, in the schema and in a comment',
    files: {
      'README.md': `# The ${MISSPELLED}\n`,
      'schema.graphql': `"An ${MISSPELLED}."\ntype A { a: Int }\n`,
      'src/a.ts': `// The ${MISSPELLED}.\nexport const a = 1\n`,
    },
    copies: ['cspell.json', 'scripts/check/spelling-words.txt', '.gitignore'],
    hasPackages: true,
    mentions: [
      `README.md:1:7 - Unknown word (${MISSPELLED})`,
      `schema.graphql:1:5 - Unknown word (${MISSPELLED})`,
      `src/a.ts:1:8 - Unknown word (${MISSPELLED})`,
    ],
  },
]
