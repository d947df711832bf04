import { cp, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../helpers/database.ts'

/** What a server needs (the last stage of the Dockerfile). */
const PARTS = ['package.json', 'schema.graphql', 'prisma', 'scripts', 'src']

/** The tables that the load of the test reads and writes most. */
const TABLES = ['article', 'revision', 'revision_topic', 'topic', 'image', 'caption', 'activity', 'outbox_event']
const TABLES_OF_CALLS = ['idempotent_call', 'user_account', 'access_token', 'live_topic', 'live_search']

const columnsIn = (table: string) =>
  `ALTER TABLE "${table}" ADD COLUMN "added" text, ADD COLUMN "with_default" integer NOT NULL DEFAULT 1;`

/** Additive, and one for each table: what changes several tables needs the locks of all of them at once. */
const MIGRATIONS: readonly string[] = [
  ...[...TABLES, ...TABLES_OF_CALLS].map(columnsIn),
  'CREATE INDEX "article_added" ON "article" ("added");',
  'CREATE TABLE "added" ("id" uuid PRIMARY KEY, "article_id" uuid NOT NULL REFERENCES "article" ("id") ON DELETE CASCADE);',
]

const nameOf = (index: number) => `299901010000${String(index).padStart(2, '0')}_newer`

/** The last migration of the newer version */
export const NEWER_MIGRATION = nameOf(MIGRATIONS.length - 1)

/** What /readyz says of the process that answers. */
export type Release = 'old' | 'new'

/**
 * Folders with this version and with a newer one, which has more migrations, and the link `current` to the one that is in use. The newer version
 * says in /readyz that it is the one that answers.
 */
export async function installReleases() {
  const folder = await temporaryFolder()
  const current = join(folder, 'current')

  for (const release of ['old', 'new']) {
    const root = join(folder, release)
    await mkdir(root)
    for (const part of PARTS) await cp(part, join(root, part), { recursive: true })
    await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'))
  }
  const change = async (path: string, part: string, by: string) => {
    const file = join(folder, 'new', path)
    const text = await readFile(file, 'utf8')
    if (!text.includes(part)) throw new Error(`${path} does not have ${part}`)
    await writeFile(file, text.replace(part, by))
  }
  await change('package.json', '"version": "', '"version": "99.')
  await change('src/http/monitoring/health.ts', `status: 'ready',`, `status: 'ready', release: 'new',`)
  for (const [index, sql] of MIGRATIONS.entries()) {
    const migration = join(folder, 'new', 'prisma/migrations', nameOf(index))
    await mkdir(migration)
    await writeFile(join(migration, 'migration.sql'), sql)
  }

  return {
    mainOf: (release: Release) => join(folder, release, 'src/main.ts'),
    /** By the link, as a service is started */
    main: join(current, 'src/main.ts'),
    /** Makes the link lead to it, without a moment in which it leads nowhere. */
    async use(release: Release): Promise<void> {
      const next = join(folder, 'next')
      await symlink(release, next)
      await rename(next, current)
    },
  }
}
