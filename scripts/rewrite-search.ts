// Writes outdated search documents again, without a server: npm run db:search
import { rewriteAll } from '../src/search/rewrite-in-background.ts'
import { withDatabase } from './with-database.ts'

await withDatabase(async (database) => {
  const log = { info: (_details: object, message: string) => console.log(message) }
  if ((await rewriteAll(database, log)) === 0) console.log('All search documents are up to date.')
})
