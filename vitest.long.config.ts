import { databaseTests, LONG } from './vitest.config.ts'

/** What they find depends on files, parsers and processes: one database is enough, and the embedded one is always there. */
const EMBEDDED_ONLY = [
  ...[
    'checks/**/*',
    'seed/images',
    'seed/newsroom',
    'revision/diff',
    'limits/redis',
    'attacks/images',
    'attacks/memory',
  ],
  ...['database/folder-version', 'database/restore', 'database/restore-drill'],
  ...['database/folder-lock', 'database/schema-difference', 'media/bad-inputs', 'media/exiftool', 'media/image-words'],
  ...['media/image-workers', 'media/known-parts', 'media/renditions'],
].map((tests) => `test/${tests}.test.ts`)

/** Thousands of random calls: the same on both, and faster on PostgreSQL. */
const POSTGRESQL_ONLY = [
  'cache/planted-faults',
  'outbox/every-mutation',
  'inputs/hostile-texts',
  'inputs/sent-back',
  'front/random-fronts',
  'search/any-text',
].map((tests) => `test/${tests}.test.ts`)

const leftOut = process.env.TEST_DATABASE_URL ? EMBEDDED_ONLY : POSTGRESQL_ONLY

export default databaseTests(LONG, leftOut)
