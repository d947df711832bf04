// Tests that each of several runs skipped: node scripts/ci/never-run.ts REPORT...
// A test for one of the two databases is skipped on the other. One that is skipped on both checks nothing, and the exit code is 1.
import { readReport } from './test-report.ts'

const reports = process.argv.slice(2).map(readReport)
const [first, ...others] = reports
if (!first || others.length === 0) throw new Error('needs the reports of two runs at least')
const neverRun = first.skipped.filter((name) => others.every(({ skipped }) => skipped.includes(name)))
for (const name of neverRun) console.log(`skipped in each run: ${name}`)
const skipped = reports.map((report) => report.skipped.length)
console.log(`${skipped.join(' and ')} tests skipped in the runs, ${neverRun.length} of them in all`)
process.exitCode = neverRun.length === 0 ? 0 : 1
