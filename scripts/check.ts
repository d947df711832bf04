// Everything that can be said of the code without running it: npm run check
// Each check runs whatever became of the others; the exit code is 1 when one of them found something.

import { run } from './check/check.ts'
import { checks } from './check/checks.ts'

const isCi = process.env.CI === 'true'

let passed = 0
// One after another: the slow checks use every core by themselves, and each line has a time that means something.
for (const check of checks) {
  const result = await run(check, '.', isCi)
  if (result.passed) passed += 1
  for (const line of result.lines) console.log(line)
}
console.log(`\n${passed} of ${checks.length} checks passed.`)
process.exitCode = passed === checks.length ? 0 : 1
