// Whether the migrations lead to exactly what schema.prisma says: npm run db:check
import { schemaDifference } from '../src/database/schema-difference.ts'

const difference = await schemaDifference()
if (difference !== null) {
  console.error('prisma/migrations and prisma/schema.prisma differ. This SQL leads from the first to the second:\n')
  console.error(difference)
  console.error('npm run db:new -- NAME writes it as a draft migration.')
  process.exitCode = 1
}
