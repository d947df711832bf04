import { join, resolve } from 'node:path'
import { complaints } from './program.ts'

const SCRIPT = join(import.meta.dirname, '../check-migrations.ts')

/** The SQL that schema.prisma has beyond the migrations. */
export function unmigratedModels(root: string): Promise<string[]> {
  return complaints('node', [SCRIPT, resolve(root, 'prisma')], root)
}
