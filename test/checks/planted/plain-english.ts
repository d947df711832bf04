// Has the phrases that are forbidden; the check leaves this file out.
import type { PlantedFault } from '../planted-fault.ts'

export const plainEnglishFaults: readonly PlantedFault[] = [
  {
    planted: 'unusual phrases in documentation, in the schema and in comments, but not in code',
    files: {
      'README.md': '# Start\nThe data stays for ever.\n',
      'schema.graphql': '"Null is REQUIRED."\ntype A { a: Int }\n',
      '.env.example': '# Mend it.\n',
      'src/a.ts': "/** For whoever asks. */\nexport const a = 'anew' // and besides\n",
    },
    reports: [
      'README.md:2 says "for ever"; write: permanently',
      'schema.graphql:1 says "Null is REQUIRED"; write: Cannot be null (error REQUIRED).',
      '.env.example:1 says "Mend"; write: fix',
      'src/a.ts:1 says "whoever"; write: the viewer, the user who, every process that',
      'src/a.ts:2 says "besides"; write: also, in addition to, other than',
    ],
  },
]
