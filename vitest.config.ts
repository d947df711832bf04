import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const { resolve } = createRequire(import.meta.url)

export default defineConfig({
  // graphql refuses to be loaded twice, and Vite would take its ESM build where Node takes the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: resolve('graphql') }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/run.ts'],
    setupFiles: ['test/helpers/every-file.ts'],
    // A worker keeps its modules from file to file: to load them, and to warm up WebAssembly, took longer than half of the tests.
    isolate: false,
    // Each has an embedded database of some 500 MB. One more than a small machine has cores, for many tests wait for a clock or a process.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
