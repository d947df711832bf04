// The tests that failed by vitest's JSON report, with what was wrong: node scripts/ci/failed-tests.ts REPORT
import { failuresIn } from './test-report.ts'

/** Of a message. The first have what was expected, and where. */
const MOST_LINES = 12

const [file = ''] = process.argv.slice(2)
for (const { name, message } of failuresIn(file)) {
  console.log(`FAILED ${name.replace(`${process.cwd()}/`, '')}`)
  for (const line of message.split('\n').slice(0, MOST_LINES)) console.log(`  ${line}`)
}
