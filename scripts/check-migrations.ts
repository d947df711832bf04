// Whether the migrations lead to exactly what schema.prisma says: npm run db:check, or with the path of another folder than prisma/
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { schemaDifference } from '../src/database/schema-difference.ts'

const [folder = fileURLToPath(new URL('../prisma', import.meta.url))] = process.argv.slice(2)
const difference = await schemaDifference(join(folder, 'migrations'), join(folder, 'schema.prisma'))
if (difference !== null) {
  console.error('prisma/migrations and prisma/schema.prisma disagree. From the first to the second leads:\n')
  console.error(difference)
  console.error('npm run db:new -- NAME drafts that as a migration.')
  process.exitCode = 1
}
