// How many tests passed, failed and were skipped by vitest's JSON report: node scripts/ci/count-tests.ts REPORT  ->  "12 0 1"
import { readReport } from './test-report.ts'

const [file = ''] = process.argv.slice(2)
const { passed, failed, skipped } = readReport(file)
console.log(`${passed.length} ${failed.length} ${skipped.length}`)
