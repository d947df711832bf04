// The Khoury piece and the newsroom around it: npm run db:seed
// Optionally also that many synthetic articles for load tests: npm run db:seed -- --articles 100000
import { parseArgs } from 'node:util'
import { seedNewsroom } from '../prisma/seed/newsroom.ts'
import { progressPrinter } from '../prisma/seed/progress.ts'
import { seedSynthetic } from '../prisma/seed/synthetic/newsroom.ts'
import type { Env } from '../src/config/env.ts'
import type { Database } from '../src/database/database.ts'
import { migrate } from '../src/database/migrate.ts'
import { withDatabase } from './with-database.ts'

await withDatabase(async (database, env) => {
  if (env.production) throw new Error('Seeding is disabled in production.')
  const articles = wanted()
  await migrate(database)
  const added = await seedNewsroom(database, env)
  console.log(
    `Newsroom: added ${added.articles} articles, ${added.authors} authors, ${added.topics} topics and ${added.images} images.`,
  )
  if (articles > 0) await addSynthetic(database, env, articles)
})

/** @throws Error when --articles is not a number of articles */
function wanted(): number {
  const { values } = parseArgs({ options: { articles: { type: 'string', default: '0' } } })
  if (/^\d{1,8}$/.test(values.articles)) return Number(values.articles)
  throw new Error(`--articles ${values.articles} is not valid. Give a whole number, such as 100000.`)
}

async function addSynthetic(database: Database, env: Env, articles: number): Promise<void> {
  const start = performance.now()
  const added = await seedSynthetic(database, {
    articles,
    mediaDir: env.mediaDir,
    bucket: env.bucket,
    url: env.directUrl ?? env.databaseUrl,
    onProgress: progressPrinter(process.stdout),
  })
  const seconds = (performance.now() - start) / 1000
  console.log(
    added === 0
      ? `Synthetic newsroom: it has ${articles} articles already.`
      : `Synthetic newsroom: added ${added} articles in ${seconds.toFixed(1)} s, ${Math.round(added / seconds)} a second.`,
  )
}
