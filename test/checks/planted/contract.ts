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

export const contractCopyFaults: readonly PlantedFault[] = [
  {
    planted: 'a document that is not the one of the contract, and one that the contract does not have',
    files: {
      '../shared/contract/same.graphql': '# A comment\nquery Same { topics { totalCount } }\n',
      '../shared/contract/other.graphql': 'query Other { topics { totalCount } }\n',
      'test/contract/same.graphql': 'query Same {\n  topics { totalCount }\n}\n',
      'test/contract/other.graphql': 'query Other { authors { totalCount } }\n',
      'test/contract/unknown.graphql': 'query Unknown { topics { totalCount } }\n',
    },
    reports: [
      'test/contract/other.graphql is not ../shared/contract/other.graphql',
      'test/contract/unknown.graphql is not ../shared/contract/unknown.graphql',
    ],
  },
]
