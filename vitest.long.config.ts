import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { databaseTests, LONG } from './vitest.config.ts'

/** What they find depends on files, parsers, mail and processes: one database is enough, and the embedded one is always there. */
const EMBEDDED_ONLY = [
  ...['checks/**/*', 'seed/images', 'seed/newsroom', 'revision/diff', 'limits/redis', 'attacks/images'],
  ...['database/folder-version', 'database/restore', 'database/restore-drill'],
  ...['database/folder-lock', 'database/schema-difference', 'media/bad-inputs', 'media/exiftool', 'media/image-words'],
  ...['media/image-workers', 'media/known-parts', 'media/metadata', 'media/original-download', 'media/public-files'],
  ...['media/renditions', 'media/s3', 'media/serving', 'media/storage-faults'],
  ...['contract/images', 'language/writing', 'mail/sending', 'repository/packages'],
].map((tests) => `test/${tests}.test.ts`)

/** Thousands of random calls, attacks, and what stands beside a server: the same on both, faster on PostgreSQL, and there as in production. */
const POSTGRESQL_ONLY = [
  ...['attacks/expensive-queries', 'attacks/generated', 'attacks/known-attacks', 'attacks/memory', 'attacks/roles'],
  ...['cache/planted-faults', 'cache/random-cache', 'cdn/varnish', 'outbox/every-mutation', 'traces/collector-faults'],
  ...[
    'inputs/hostile-texts',
    'inputs/sent-back',
    'front/random-fronts',
    'reading-api/hostile-arguments',
    'search/any-text',
  ],
].map((tests) => `test/${tests}.test.ts`)

/** Each takes minutes: if one of these came last, all other workers would wait for it. */
const LONGEST = [
  ...['faults/faults', 'cache/planted-faults', 'cache/random-cache', 'processes/processes', 'outbox/every-mutation'],
  ...['attacks/memory', 'database/restore', 'upgrade/upgrade', 'upgrade/newer-tables', 'replicas/replicas'],
  ...['media/other-database', 'clock/processes', 'database/restore-drill'],
].map((tests) => `/test/${tests}.test.ts`)

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((end) => moduleId.endsWith(end))
      return found === -1 ? LONGEST.length : found
    }
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other))
  }
}

const leftOut = process.env.TEST_DATABASE_URL ? EMBEDDED_ONLY : POSTGRESQL_ONLY

export default databaseTests(LONG, leftOut, { sequence: { sequencer: LongestFirst } })
