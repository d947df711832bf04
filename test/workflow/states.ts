import type { Database } from '../../src/database/database.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { type ArticleOptions, type Given, givenIn } from '../helpers/given.ts'
import type { StaffMember } from '../helpers/staff.ts'

interface State extends ArticleOptions {
  /** What else the row says */
  row?: Prisma.ArticleUncheckedUpdateInput
  /** Whether something newer than what is live was saved */
  isChanged?: boolean
}

/** Every state that the table of transitions tells apart. */
const STATES = {
  draft: { status: 'DRAFT' },
  'draft in review': { status: 'DRAFT', row: { workflowState: 'IN_REVIEW' } },
  'approved draft': { status: 'DRAFT', row: { workflowState: 'APPROVED' } },
  'draft under embargo': { status: 'DRAFT', row: { embargoedUntil: '2098-01-01T00:00:00Z' } },
  'scheduled draft': { status: 'SCHEDULED' },
  'live article': { status: 'PUBLISHED' },
  'live article to be withdrawn': { status: 'PUBLISHED', row: { unpublishAt: '2099-01-01T00:00:00Z' } },
  'live article with a change': { status: 'PUBLISHED', isChanged: true },
  'live article with a change in review': { status: 'PUBLISHED', isChanged: true, row: { workflowState: 'IN_REVIEW' } },
  'withdrawn article': { status: 'WITHDRAWN' },
  'draft in the trash': { status: 'TRASHED' },
  'once live article in the trash': {
    status: 'TRASHED',
    row: { firstPublishedAt: '2020-01-01T00:00:00Z', publishedAt: '2020-01-01T00:00:00Z' },
  },
} as const satisfies Record<string, State>

export type StateName = keyof typeof STATES

/** Makes articles in each of these states, of whoever is named. */
export function articlesIn(database: Database) {
  const given = givenIn(database)

  return async (name: StateName, creator?: StaffMember): Promise<Given> => {
    const { row, isChanged, ...options }: State = STATES[name]
    const article = await given.article(options)
    if (isChanged) await given.revision(article, { headline: 'What was saved since' })
    await database.prisma.article.update({
      where: { id: article.uuid },
      data: { ...row, createdById: creator?.uuid ?? null },
    })
    return article
  }
}
