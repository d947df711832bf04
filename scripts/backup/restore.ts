// Restores an archive of npm run db:backup into DATA_DIR: npm run db:restore -- FILE
// If there is a database, it is moved aside with: npm run db:restore -- FILE --force
import { parseArgs } from 'node:util'
import { restore } from '../../src/backup/restore.ts'
import { readEnv } from '../../src/config/env.ts'
import { orExplain } from '../with-database.ts'
import { refusePostgresql } from './refuse-postgresql.ts'

await orExplain(async () => {
  const options = { force: { type: 'boolean', default: false } } as const
  const { positionals, values } = parseArgs({ allowPositionals: true, options })
  const env = readEnv()
  refusePostgresql(env)
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Error('Give the archive: npm run db:restore -- FILE')
  const { manifest, migrations, aside } = await restore(env, file, values)
  const images = manifest.media === null ? 'no images' : `${Object.keys(manifest.media).length} image files`
  console.log(
    `Restored the backup of ${manifest.at} (Copydesk ${manifest.copydesk}) into ${env.dataDir}, with ${images}.`,
  )
  if (migrations > 0) console.log(`${migrations} migrations were applied to it.`)
  if (aside !== null) console.log(`The database that was there is in ${aside}.`)
  if (manifest.media === null) console.log('The images of this backup are in a bucket: restore that too.')
})
