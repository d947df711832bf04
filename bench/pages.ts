import { readFileSync } from 'node:fs'
import type { Database } from '../src/database/database.ts'
import { articleSamples, deepSamples, firstPage, searchSamples, topicSamples } from './samples.ts'

/** The variables of one request. */
export type Variables = Readonly<Record<string, string>>

export interface Page {
  /** Of the operation, and of its file among the explorer's examples */
  operation: string
  example: string
  /** The requests, the same on every run and for both servers; many, so that no response can come from a cache */
  samples: (database: Database) => Promise<Variables[]>
}

const pages = {
  articlePage: { operation: 'ArticlePage', example: 'article-page', samples: articleSamples },
  frontPage: { operation: 'FrontPage', example: 'front-page', samples: firstPage },
  topicPage: { operation: 'TopicPage', example: 'topic-page', samples: topicSamples },
  deepPage: { operation: 'FrontPage', example: 'front-page', samples: deepSamples },
  search: { operation: 'Search', example: 'search', samples: searchSamples },
} satisfies Record<string, Page>

export type PageName = keyof typeof pages

export const pageNames: readonly PageName[] = ['articlePage', 'frontPage', 'topicPage', 'deepPage', 'search']

export function pageOf(name: PageName): Page {
  return pages[name]
}

/** The operation as front-ends send it: the explorer's example. */
export function documentOf({ example }: Page): string {
  return readFileSync(new URL(`../src/http/explorer/examples/${example}.graphql`, import.meta.url), 'utf8')
}
