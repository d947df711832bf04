import { configOf } from './vitest.config.ts'

// npm run test:browser: needs Chromium, so it is no part of npm test.
export default configOf({
  include: ['test/browser/**/*.browser.ts'],
  // GraphiQL starts in its own time, workers and all; what is broken fails twice.
  retry: 1,
  testTimeout: 60_000,
})
