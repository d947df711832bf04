// Writes the embedded database and its images into one archive, also while a server runs: npm run db:backup
// With a name: npm run db:backup -- FILE
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { backup } from '../../src/backup/backup.ts'
import { readEnv } from '../../src/config/env.ts'
import { orExplain } from '../with-database.ts'
import { refusePostgresql } from './refuse-postgresql.ts'

await orExplain(async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  const env = readEnv()
  refusePostgresql(env)
  const [file = join('backups', defaultName()), ...others] = positionals
  if (others.length > 0) throw new Error('Give one file: npm run db:backup -- FILE')
  const { dataDir, mediaDir, bucket } = env
  const { tables, media } = await backup({ dataDir, mediaDir: bucket === null ? mediaDir : null }, file)
  const images = media === null ? 'no images' : `${Object.keys(media).length} image files`
  console.log(`${file}: ${tables['public.article']?.rows ?? 0} articles and all other tables, ${images}.`)
  if (bucket)
    console.log(`The images are in the bucket ${bucket.name}, which is not copied: back it up now, after the database.`)
})

/** In UTC, without the characters that file systems or shells treat in a special way */
function defaultName(): string {
  return `copydesk-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.tar`
}
