import { readFileSync } from 'node:fs'
import { z } from 'zod'

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

export interface TestReport {
  readonly passed: readonly string[]
  readonly failed: readonly string[]
  readonly skipped: readonly string[]
}

/** The tests of a run by their full names, from vitest's JSON report. A file that cannot be loaded counts as one that failed. */
export function readReport(file: string): TestReport {
  const { testResults } = report.parse(JSON.parse(readFileSync(file, 'utf8')))
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ name: `${name}: ${fullName}`, status })),
  )
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  const namesOf = (isWanted: (status: string) => boolean) =>
    tests.filter(({ status }) => isWanted(status)).map(({ name }) => name)
  return {
    passed: namesOf((status) => status === 'passed'),
    failed: [...namesOf((status) => status === 'failed'), ...broken.map(({ name }) => name)],
    skipped: namesOf((status) => status !== 'passed' && status !== 'failed'),
  }
}
