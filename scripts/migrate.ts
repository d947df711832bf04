// Applies the migrations that the database does not have yet: npm run db:migrate
import { migrate } from '../src/database/migrate.ts'
import { withDatabase } from './with-database.ts'

await withDatabase(async (database) => {
  const applied = await migrate(database)
  console.log(
    applied.length === 0 ? 'The database is up to date.' : `Applied:\n${applied.map((name) => `  ${name}`).join('\n')}`,
  )
})
