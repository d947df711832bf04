import type { Addresses } from '../../src/media/serving/image-addresses.ts'
import type { Site } from '../../src/site/site.ts'

export interface PreparedStatement {
  name: string
  text: string
  values: string[]
}

export interface Ceiling {
  site: Site
  images: Addresses
  /** The one row of a prepared statement; undefined where there is none. json comes parsed. */
  row<Row>(statement: PreparedStatement): Promise<Row | undefined>
}

/** Answers what the GraphQL operation of the same page answers under `data`. */
export type PageHandler = (ceiling: Ceiling, query: URLSearchParams) => Promise<unknown>
