import type { Graph } from 'schema-dts'
import type { Breadcrumb, SeoAlternate } from '../generated/graphql.ts'
import type { SharedImage } from './data/images.ts'
import type { SiteSeo } from './data/site-seo.expressions.ts'

/** What the head of a page is made of. */
export interface Page {
  readonly site: SiteSeo
  /** A type of Open Graph */
  readonly type: 'article' | 'profile' | 'website'
  readonly canonical: string
  readonly title: string
  readonly description: string | null
  /** Where it is shared */
  readonly socialTitle: string
  readonly socialDescription: string | null
  readonly locale: string
  /** Whether search engines may list it */
  readonly isListed: boolean
  readonly alternates: readonly SeoAlternate[]
  readonly image: SharedImage | null
  /** Null of what is no article */
  readonly article: ArticleFacts | null
  readonly breadcrumbs: readonly Breadcrumb[]
  readonly graph: Graph
}

export interface ArticleFacts {
  readonly publishedTime: string | null
  readonly modifiedTime: string | null
  readonly section: string | null
  /** Addresses of their pages; names of those who have none */
  readonly authors: readonly string[]
  readonly tags: readonly string[]
}
