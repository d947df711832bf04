import type { Database } from '../../src/database/database.ts'
import { type PageName, pageOf, type Variables } from '../pages.ts'

/** The pages that every peer can show. */
const COMPARED: readonly PageName[] = ['articlePage', 'frontPage', 'topicPage']

export interface ComparedPage {
  page: PageName
  operation: string
  samples: readonly Variables[]
}

/** @throws Error if none of these pages can be compared */
export async function comparedPages(database: Database, asked: readonly PageName[]): Promise<ComparedPage[]> {
  const pages = COMPARED.filter((page) => asked.includes(page))
  if (pages.length === 0) throw new Error(`Only ${COMPARED.join(', ')} can be compared with peers.`)
  return Promise.all(
    pages.map(async (page) => {
      const { operation, samples } = pageOf(page)
      return { page, operation, samples: await samples(database) }
    }),
  )
}
