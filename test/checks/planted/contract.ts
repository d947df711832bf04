import { type PlantedFault, real } from '../planted-fault.ts'

export const contractFaults: readonly PlantedFault[] = [
  {
    planted: 'an operation of a front-end that the schema does not serve',
    files: {
      'schema.graphql': real,
      'test/contract/planted.graphql':
        'query Good { topics { totalCount } }\nquery Bad { article(slug: "x") { headlines } }\n',
    },
    reports: [
      'test/contract/planted.graphql Bad: Cannot query field "headlines" on type "Article". Did you mean "headline"?',
    ],
  },
  {
    planted: 'that there is no operation',
    files: { 'schema.graphql': real },
    reports: ['test/contract has no operations'],
  },
]
