import { createRequire } from 'node:module'
import { configDefaults, defineConfig, type TestUserConfig } from 'vitest/config'

const { resolve } = createRequire(import.meta.url)

/**
 * Long series, which npm run test:long runs: every text of every input and output, every check with its planted faults, the seed, servers on several
 * databases over one media store, processes that are started, stopped and killed, random desks and texts, search in every language,
 * images in all forms, every step of the workflow, and attacks.
 */
export const LONG = [
  'alerts/*',
  'article/one-leaf',
  'attacks/*',
  'busy/*',
  'cache/planted-faults',
  'cache/random-cache',
  'cache/random-processes',
  'cdn/purger',
  'cdn/varnish',
  'changes/events-page',
  'checks/**/*',
  'clock/both-ways',
  'clock/clock',
  'clock/housekeeping',
  'clock/processes',
  'clock/rights',
  'contract/images',
  'crash/*',
  'database/backup',
  'database/folder-lock',
  'database/folder-version',
  'database/migrate',
  'database/restore',
  'database/restore-drill',
  'database/schema-difference',
  'deployment/*',
  'docs/forms',
  'doctor/*',
  'faults/*',
  'front/published',
  'front/random-fronts',
  'http/early-reads',
  'http/process',
  'identity/provider-tokens',
  'identity/token-command',
  'inputs/**/*',
  'known-document/command',
  'limits/redis',
  'live/limits',
  'mail/reports',
  'mail/sending',
  'media/add-image',
  'media/bad-inputs',
  'media/exiftool',
  'media/hidden-at-once',
  'media/image-words',
  'media/image-workers',
  'media/killed',
  'media/known-parts',
  'media/original-download',
  'media/other-database',
  'media/renders-ahead',
  'media/renditions',
  'media/rights',
  'media/serving',
  'media/storage-faults',
  'mutation/audit-trail',
  'mutation/repeated-calls',
  'mutation/same-values',
  'outbox/consumer',
  'outbox/every-mutation',
  'outbox/notified',
  'outbox/tags',
  'processes/*',
  'reading-api/crawl',
  'reading-api/hostile-arguments',
  'reading-api/live-counts',
  'reading-api/shared-addresses',
  'redirect/command',
  'replicas/*',
  'repository/packages',
  'revision/diff',
  'search/any-text',
  'search/common-words',
  'search/languages',
  'seed/**/*',
  'share/many-hits',
  'syndication/divided-sitemaps',
  'syndication/websub',
  'tags/tags',
  'topic/branches',
  'topic/exact-counts',
  'topic/merged-topics',
  'topic/nesting',
  'traces/background',
  'traces/collector-faults',
  'traces/processes',
  'upgrade/*',
  'webhook/delivery',
  'webhook/events',
  'webhook/many-events',
  'workflow/transitions',
].map((tests) => `test/${tests}.test.ts`)

export function configOf(test: TestUserConfig) {
  return defineConfig({
    // graphql refuses to be loaded twice, and Vite would take its ESM build where Node takes the other.
    resolve: { alias: [{ find: /^graphql$/, replacement: resolve('graphql') }] },
    test: {
      globalSetup: ['test/helpers/run.ts'],
      setupFiles: ['test/helpers/every-file.ts'],
      hookTimeout: 120_000,
      // What happens beside an answer takes its time on a busy machine.
      expect: { poll: { timeout: 30_000 } },
      ...test,
    },
  })
}

export function databaseTests(include: string[], exclude: string[] = [], more: TestUserConfig = {}) {
  return configOf({
    ...more,
    include,
    exclude: [...configDefaults.exclude, ...exclude],
    // A worker keeps its modules from file to file: to load them, and to warm up WebAssembly, took longer than half of the tests.
    isolate: false,
    // Each has an embedded database of some 500 MB. One more than a small machine has cores, for many tests wait for a clock or a process.
    maxWorkers: 3,
    testTimeout: 120_000,
  })
}

export default databaseTests(['test/**/*.test.ts'], LONG)
