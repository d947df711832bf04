import { type PlantedFault, replaced } from '../planted-fault.ts'

const planted = (part: string, by: string) => ({ 'schema.graphql': replaced(part, by) })

export const listLimitFaults: readonly PlantedFault[] = [
  {
    planted: 'a list of an input without a maximum',
    files: planted('pinnedIds: [ID!] @list(max: 200)', 'pinnedIds: [ID!]'),
    reports: ['SetRelatedArticlesInput.pinnedIds has no maximum: add @list(max: 200)'],
  },
  {
    planted: 'a list argument without a maximum',
    files: planted('ids: [ID!]! @list(max: 200)', 'ids: [ID!]!'),
    reports: ['Query.nodes.ids has no maximum: add @list(max: 200)'],
  },
  {
    planted: 'a maximum below what the rule of the mutation allows',
    files: planted('pinnedIds: [ID!] @list(max: 200)', 'pinnedIds: [ID!] @list(max: 50)'),
    reports: ['SetRelatedArticlesInput.pinnedIds must have @list(max: 200), not 50'],
  },
  {
    planted: 'an argument with more values than its enum has',
    files: planted('COPY] @list(max: 11)', 'COPY] @list(max: 65000)'),
    reports: ['Article.shareLinks.channels must have @list(max: 11), not 65000'],
  },
  {
    planted: 'a list of lists without a maximum of the inner ones',
    files: planted('@list(max: 1000, inner: 100)', '@list(max: 1000)'),
    reports: ['TableInput.rows is a list of lists: add `inner` to its @list'],
  },
  {
    planted: 'a maximum of what is no list',
    files: planted('before: String', 'before: String @list(max: 3)'),
    reports: ['Query.articles.before is no list: remove @list'],
  },
]
