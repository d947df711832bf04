import type { PlantedFault } from '../planted-fault.ts'

const added = (sdl: string) => ({ 'schema.graphql': (real: string) => `${real}\n${sdl}` })

export const relayFaults: readonly PlantedFault[] = [
  {
    planted: 'a type with an id that is no Node',
    files: added('type Planted { id: ID! }'),
    reports: ['Planted has an id and does not implement Node'],
  },
  {
    planted: 'a connection without a list of edges',
    files: added('type PlantedConnection { pageInfo: PageInfo! edges: String }'),
    reports: ['PlantedConnection.edges is not a list'],
  },
  {
    planted: 'an edge without a cursor, with a list for a node, and a name that does not say what it is',
    files: added('type PlantedConnection { edges: [PlantedItem!]! } type PlantedItem { node: [Article!]! }'),
    reports: [
      'PlantedConnection.pageInfo must be PageInfo!',
      'PlantedItem is an edge, and its name does not say so',
      'PlantedItem.cursor must be String!',
      'PlantedItem.node is not one object',
    ],
  },
  {
    planted: 'a connection that cannot be paged in both directions',
    files: added('type Planted { articles(first: Int, after: String, last: String): ArticleConnection! }'),
    reports: ['Planted.articles has no argument last: Int', 'Planted.articles has no argument before: String'],
  },
  {
    planted: 'page information and a root field of the wrong types',
    files: {
      'schema.graphql':
        'type Query { node(id: ID!): Node nodes: [Node!]! } interface Node { id: ID! } type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean startCursor: String endCursor: String }',
    },
    reports: ['Query.nodes must be [Node]!', 'PageInfo.hasPreviousPage must be Boolean!'],
  },
]
