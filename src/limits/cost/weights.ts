// What things cost. One unit is about 25 microseconds of the database's time, or of this process's where it makes the value, with 20,000
// articles on PostgreSQL 15. docs/cost.md has these tables, and a test compares them.

export interface Weight {
  readonly weight: number
  /** What has this weight, for the documentation */
  readonly what: string
}

type Weights = Readonly<Record<string, Weight>>

/** What any operation has. */
export const PARTS = {
  rootField: { weight: 5, what: 'each root field: one statement' },
  mutation: { weight: 50, what: 'each mutation' },
  item: { weight: 1, what: 'each item of a list' },
  value: { weight: 0.05, what: 'each selected field without a selection of its own' },
  totalCount: { weight: 20, what: '`totalCount`; the filter and the field of its list count a second time' },
} as const satisfies Weights

/** What a `where` argument has. PostgreSQL may have to look at every row of the table, because no other fits. */
export const FILTERS = {
  where: { weight: 150, what: 'each `where` that has a condition' },
  condition: { weight: 50, what: 'each condition: an operator of a filter, `true` or `false`' },
  partOfText: {
    weight: 300,
    what: 'each `contains`, `startsWith` or `endsWith`, instead of the weight of a condition',
  },
  relation: {
    weight: 250,
    what: 'each condition on related objects: `some`, `none`, `every`, `author`, `parent`, `image`',
  },
  listedValue: { weight: 0.2, what: 'each value of `in` and `notIn`' },
} as const satisfies Weights

/** Fields that cost more than their items. */
export const FIELDS = {
  'Query.search': { weight: 2500, what: 'finds and ranks all articles that match; its `totalCount` adds nothing more' },
  'Query.suggest': { weight: 400, what: 'looks through headlines and names' },
  'SearchEdge.headline': { weight: 10, what: 'marks the matches' },
  'SearchEdge.snippet': { weight: 40, what: 'marks the matches in the text' },
  'Query.resolvePath': { weight: 20, what: 'looks in several tables' },
  'Query.paths': { weight: 20, what: 'looks in several tables' },
  'Query.changes': { weight: 50, what: 'finds the events that the viewer may see, and its `totalCount` counts them' },
  'Event.subject': { weight: 3, what: 'looks in several tables' },
  'Query.node': { weight: 20, what: 'looks in several tables' },
  'Query.nodes': { weight: 20, what: 'looks in several tables' },
  'Query.__schema': { weight: 1000, what: 'the whole schema' },
  'Query.__type': { weight: 50, what: 'a part of the schema' },
  'Article.relatedArticles': { weight: 60, what: 'finds and ranks its candidates' },
  'Article.relatedTopics': { weight: 40, what: 'finds and ranks its candidates' },
  'Topic.relatedTopics': { weight: 40, what: 'finds and ranks its candidates' },
  'Article.shareLinks': { weight: 4, what: 'makes the addresses' },
  'Topic.followerCount': { weight: 40, what: 'counts the readers who follow it' },
  'Author.followerCount': { weight: 40, what: 'counts the readers who follow the author' },
  'Reader.export': { weight: 40, what: 'reads several tables' },
  'Article.shares': { weight: 40, what: 'adds up the counts of days' },
  'Article.seo': { weight: 12, what: 'reads what the article shows, and makes the addresses of its images' },
  'Topic.seo': { weight: 4, what: 'makes the addresses of the images' },
  'Author.seo': { weight: 4, what: 'makes the addresses of the images' },
  'Site.seo': { weight: 4, what: 'makes the addresses of the images' },
  'Webhook.pendingCount': { weight: 20, what: 'counts deliveries' },
  'Webhook.deadCount': { weight: 20, what: 'counts deliveries' },
  'Front.slots': { weight: 60, what: 'chooses the items of all slots' },
  'FrontRevision.slots': { weight: 60, what: 'chooses the items of all slots' },
  'FrontDiff.changes': { weight: 20, what: 'compares two revisions' },
  'Article.body': { weight: 8, what: 'reads the text' },
  'Article.bodyHtml': { weight: 8, what: 'reads the text and its images' },
  'Site.sitemaps': { weight: 400, what: 'walks through all articles, topics and authors' },
  'Article.markdown': { weight: 40, what: 'reads the text and its images, and writes it' },
  'Article.bodyText': { weight: 4, what: 'reads the text' },
  'Article.diff': { weight: 500, what: 'compares two texts' },
  'Revision.body': { weight: 8, what: 'reads the text' },
  'Revision.bodyHtml': { weight: 8, what: 'reads the text and its images' },
  'Image.srcSet': { weight: 3, what: 'signs an address for each width' },
  'Caption.srcSet': { weight: 3, what: 'signs an address for each width' },
  'Image.sources': { weight: 6, what: 'signs an address for each width and format' },
  'Caption.sources': { weight: 6, what: 'signs an address for each width and format' },
} as const satisfies Weights

/** Arguments that cost, wherever they are given. */
export const ARGUMENTS = {
  'Query.articles(search:)': { weight: 1500, what: 'finds all articles that match' },
  'Query.images(search:)': { weight: 100, what: 'finds all images that match' },
} as const satisfies Weights

/** Fields whose `totalCount` is known when the list is. */
export const COUNTED: ReadonlySet<string> = new Set(['Query.search'])
