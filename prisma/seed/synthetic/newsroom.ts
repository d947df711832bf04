import type { Database } from '../../../src/database/database.ts'
import type { MediaPlace } from '../../../src/media/store/media-store.ts'
import type { Progress } from '../progress.ts'
import { syntheticArticle } from './article.ts'
import { type Batch, batchOf } from './batch.ts'
import { loadBulk } from './bulk.ts'
import { addCast, castNames } from './cast.ts'
import { insertBatch } from './fill.ts'
import { idRange, numberOf, type Range } from './numbered.ts'

const BATCH = 2000

/** For fewer it is not worth taking all the indexes off, nor for less than this share of what is there. */
const LEAST_BULK = 10_000
const LEAST_BULK_SHARE = 0.25

export interface SyntheticOptions extends MediaPlace {
  /** How many there are to be in all */
  articles: number
  /** Of the PostgreSQL behind `database`: large numbers then go in by a connection of their own, several times faster */
  url?: string | null
  onProgress?: (progress: Progress) => void
}

/**
 * A newsroom for load work: 300 authors, 5,040 topics of six levels, 200 pictures, and as many articles as are asked for. The same number makes
 * the same rows everywhere, and a larger one the same rows and more. Nothing is taken away.
 *
 * @returns how many articles were added
 */
export async function seedSynthetic(database: Database, options: SyntheticOptions): Promise<number> {
  const { articles, url = null, onProgress = () => {} } = options
  await addCast(database, options)
  const from = await nextNumber(database)
  const missing = articles - from
  if (missing <= 0) return 0
  const range = { from, to: articles }
  if (url !== null && missing >= LEAST_BULK && missing >= from * LEAST_BULK_SHARE) {
    await loadBulk(url, range, batches(range), onProgress)
  } else {
    await loadSteadily(database, range, onProgress)
  }
  return missing
}

async function loadSteadily(database: Database, range: Range, onProgress: (progress: Progress) => void): Promise<void> {
  const of = range.to - range.from
  let done = 0
  for (const batch of batches(range)) {
    onProgress({ phase: 'articles', done, of })
    await insertBatch(database, batch)
    done += BATCH
  }
  onProgress({ phase: 'articles', done: of, of })
  await database.script('ANALYZE')
}

export function* batches({ from, to }: Range): Generator<Batch> {
  for (let first = from; first < to; first += BATCH) {
    const count = Math.min(BATCH, to - first)
    yield batchOf(
      Array.from({ length: count }, (_, i) => syntheticArticle(first + i)),
      castNames,
    )
  }
}

/** Each batch is there whole or not at all, so that the highest number says where to go on. */
async function nextNumber(database: Database): Promise<number> {
  const [least, most] = idRange('article')
  const last = await database.prisma.article.findFirst({
    where: { id: { gte: least, lte: most } },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  return last ? numberOf(last.id) + 1 : 0
}
