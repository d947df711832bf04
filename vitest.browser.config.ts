import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const { resolve } = createRequire(import.meta.url)

// npm run test:browser: needs Chromium, so it is no part of npm test.
export default defineConfig({
  // graphql refuses to be loaded twice, and Vite would take its ESM build where Node takes the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: resolve('graphql') }] },
  test: {
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: ['test/helpers/run.ts'],
    setupFiles: ['test/helpers/every-file.ts'],
    // GraphiQL starts in its own time, workers and all; what is broken fails twice.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
