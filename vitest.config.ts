import { createRequire } from 'node:module'
import { configDefaults, defineConfig, type TestUserConfig } from 'vitest/config'

const { resolve } = createRequire(import.meta.url)

/**
 * Long series, which npm run test:long runs: every text of every input and output, every check with its planted faults, the seed, servers on several
 * databases over one media store, processes that are started, stopped and killed, random desks and texts, search in every language,
 * and attacks.
 */
export const LONG = [
  ...['inputs/**/*', 'checks/**/*', 'seed/**/*', 'media/other-database', 'media/killed', 'crash/*'],
  ...['topic/exact-counts', 'search/languages', 'search/any-text', 'mutation/audit-trail', 'mutation/repeated-calls'],
  ...['revision/diff', 'clock/processes', 'http/process', 'identity/token-command', 'database/folder-lock'],
  ...['database/schema-difference', 'database/migrate', 'media/image-workers', 'limits/redis', 'attacks/*', 'busy/*'],
  ...['media/storage-faults', 'media/exiftool', 'search/common-words', 'replicas/*', 'processes/*'],
  'known-document/command',
  ...['outbox/every-mutation', 'outbox/notified', 'outbox/consumer', 'cache/random-cache', 'cdn/purger', 'cdn/varnish'],
].map((tests) => `test/${tests}.test.ts`)

export function configOf(test: TestUserConfig) {
  return defineConfig({
    // graphql refuses to be loaded twice, and Vite would take its ESM build where Node takes the other.
    resolve: { alias: [{ find: /^graphql$/, replacement: resolve('graphql') }] },
    test: {
      globalSetup: ['test/helpers/run.ts'],
      setupFiles: ['test/helpers/every-file.ts'],
      hookTimeout: 60_000,
      // What happens beside an answer takes its time on a busy machine.
      expect: { poll: { timeout: 10_000 } },
      ...test,
    },
  })
}

export function databaseTests(include: string[], exclude: string[] = []) {
  return configOf({
    include,
    exclude: [...configDefaults.exclude, ...exclude],
    // A worker keeps its modules from file to file: to load them, and to warm up WebAssembly, took longer than half of the tests.
    isolate: false,
    // Each has an embedded database of some 500 MB. One more than a small machine has cores, for many tests wait for a clock or a process.
    maxWorkers: 3,
    testTimeout: 20_000,
  })
}

export default databaseTests(['test/**/*.test.ts'], LONG)
