import type { PlantedFault } from '../planted-fault.ts'

const added = (sdl: string) => ({ 'schema.graphql': (real: string) => `${real}\n${sdl}` })

export const nodeFieldFaults: readonly PlantedFault[] = [
  {
    planted: 'a field that is never null, and of another type can be',
    files: added('type Planted implements Node { id: ID! slug: String }'),
    reports: ['Planted.slug is String, Article.slug String!: no query can select both'],
  },
  {
    planted: 'a list of one type that is one object of another, and an enum that is a text of another',
    files: added('type Planted implements Node { id: ID! topics: Topic status: String }'),
    reports: [
      'Planted.topics is Topic, Article.topics [ArticleTopic!]!: no query can select both',
      'Planted.status is String, Article.status ArticleStatus!: no query can select both',
    ],
  },
  {
    planted: 'objects of different types, whose fields have different types',
    files: added('type Planted implements Node { id: ID! createdBy: Other } type Other { name: Int! }'),
    reports: ['Planted.createdBy is Other, Article.createdBy User: no query can select both'],
  },
  {
    planted: 'a field that may need an alias, and needs none',
    files: {
      'schema.graphql': 'interface Node { id: ID! } type Topic implements Node { id: ID! kind: String! }',
    },
    reports: ['kind needs no alias: remove it from NEED_AN_ALIAS'],
  },
]
