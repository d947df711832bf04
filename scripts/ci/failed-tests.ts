// The tests that failed by vitest's JSON report, with what was wrong: node scripts/ci/failed-tests.ts REPORT
import { failuresIn } from './test-report.ts'

/** Of all messages together, and of one at least and at most. The first have what was expected, and where. */
const LINES = 40
const FEWEST_LINES = 2
const MOST_LINES = 12
/** In characters */
const WIDTH = 200

const [file = ''] = process.argv.slice(2)
const failures = failuresIn(file)
const lines = Math.min(MOST_LINES, Math.max(FEWEST_LINES, Math.floor(LINES / failures.length)))
for (const { name, message } of failures) {
  console.log(`  FAILED ${name.replace(`${process.cwd()}/`, '')}`)
  for (const line of message.split('\n').slice(0, lines)) console.log(`    ${line.slice(0, WIDTH)}`)
}
