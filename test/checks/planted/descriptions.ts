import type { PlantedFault } from '../planted-fault.ts'

export const descriptionFaults: readonly PlantedFault[] = [
  {
    planted: 'a type, a field, an argument, an input field and an enum value without a description',
    files: {
      'schema.graphql': `"The queries."
type Query {
  "A thing."
  thing(id: ID!, "What else it is asked by." filter: Filter): Thing
}

type Thing {
  id: ID!
}

"What a thing is found by."
input Filter {
  kind: Kind
}

"What things there are."
enum Kind {
  "Large ones."
  LARGE
  SMALL
}
`,
    },
    reports: [
      'Query.thing(id:) has no description',
      'Thing has no description',
      'Thing.id has no description',
      'Filter.kind has no description',
      'Kind.SMALL has no description',
    ],
  },
]
