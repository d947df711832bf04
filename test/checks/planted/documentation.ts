import { type PlantedFault, real } from '../planted-fault.ts'

const example = (text: string): string => `\`\`\`graphql\n${text}\n\`\`\`\n`

export const documentationFaults: readonly PlantedFault[] = [
  {
    planted: 'links to a file and to headings that are not there',
    files: {
      'schema.graphql': real,
      'README.md':
        '# Start\n[a](docs/absent.md) [b](docs/page.md#absent) [c](#absent) [d](docs/page.md#two-words) [e](docs)\n',
      'docs/page.md': '## Two words\n[f](../README.md#start) [g](https://example.com/absent)\n',
    },
    reports: [
      'README.md: docs/absent.md is not there',
      'README.md: docs/page.md has no heading #absent',
      'README.md:  has no heading #absent',
    ],
  },
  {
    planted: 'an example that the schema refuses, and one that is no GraphQL',
    files: {
      'schema.graphql': real,
      'docs/deep/page.md': [example('{ topics { totalCount } }'), example('{ tropics }'), example('{ topics')].join(
        '\n',
      ),
    },
    reports: [
      'docs/deep/page.md: Cannot query field "tropics" on type "Query". Did you mean "topics" or "topic"?',
      'docs/deep/page.md: Syntax Error: Expected Name, found <EOF>.',
    ],
  },
]
