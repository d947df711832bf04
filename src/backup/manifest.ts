import { z } from 'zod'
import { isMediaName } from '../media/store/storage.ts'

/** Of the archive. A version of Copydesk reads this format and all lower ones. */
export const FORMAT = 1

/** What is in an archive, beside the files in `media/`. */
export const MANIFEST_FILE = 'manifest.json'
export const DUMP_FILE = 'database.sql.gz'
export const MEDIA_FOLDER = 'media'

const checksum = z.string().regex(/^[0-9a-f]{64}$/)
const part = z.object({ bytes: z.int().nonnegative(), sha256: checksum })
const counted = z.object({ rows: z.int().nonnegative(), md5: z.string() })

export const manifestSchema = z.object({
  format: z.literal(FORMAT),
  /** The version that made the backup */
  copydesk: z.string(),
  /** The major version of the PostgreSQL that the dump is of */
  postgresql: z.int(),
  /** The newest migration of the database; null: it has none */
  migration: z.string().nullable(),
  /** The moment that the backup is of */
  at: z.iso.datetime(),
  /** The compressed dump */
  dump: part,
  /** By name; null: the images are in a bucket and not in the archive */
  media: z.record(z.string().refine(isMediaName), part).nullable(),
  /** What the tables of the dump hold, for the comparison after it is read */
  tables: z.record(z.string(), counted),
})

export type Manifest = z.output<typeof manifestSchema>

/** What every format has, to say which version wrote one that this version cannot read. */
export const anyManifestSchema = z.object({ format: z.int(), copydesk: z.string() })
