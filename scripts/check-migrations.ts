// Whether the migrations lead to exactly what schema.prisma says: npm run db:check
import { schemaDifference } from '../src/database/schema-difference.ts'

const difference = await schemaDifference()
if (difference !== null) {
  console.error('prisma/migrations and prisma/schema.prisma disagree. From the first to the second leads:\n')
  console.error(difference)
  console.error('npm run db:new -- NAME drafts that as a migration.')
  process.exitCode = 1
}
