// How many tests passed and failed by vitest's JSON report: node scripts/ci/count-tests.ts REPORT  ->  "12 0"
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})

const [file = ''] = process.argv.slice(2)
const { numPassedTests, numFailedTests, testResults } = report.parse(JSON.parse(readFileSync(file, 'utf8')))
// A file that cannot be loaded fails, and has no test that did.
const broken = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
)
console.log(`${numPassedTests} ${numFailedTests + broken.length}`)
