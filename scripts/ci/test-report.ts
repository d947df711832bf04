import { readFileSync } from 'node:fs'
import { z } from 'zod'

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})

export interface TestReport {
  readonly passed: readonly string[]
  readonly failed: readonly string[]
  readonly skipped: readonly string[]
}

export interface Failure {
  readonly name: string
  readonly message: string
}

/** The tests of a run by their full names, from vitest's JSON report. A file that cannot be loaded counts as one that failed. */
export function readReport(file: string): TestReport {
  const { testResults } = parsed(file)
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ name: `${name}: ${fullName}`, status })),
  )
  const namesOf = (isWanted: (status: string) => boolean) =>
    tests.filter(({ status }) => isWanted(status)).map(({ name }) => name)
  return {
    passed: namesOf((status) => status === 'passed'),
    failed: failuresIn(file).map(({ name }) => name),
    skipped: namesOf((status) => status !== 'passed' && status !== 'failed'),
  }
}

/** The tests that failed, and the files that could not be loaded, each with what was wrong. */
export function failuresIn(file: string): Failure[] {
  return parsed(file).testResults.flatMap((tested) => {
    if (isBroken(tested)) return [{ name: tested.name, message: tested.message ?? '' }]
    return tested.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => ({
        name: `${tested.name}: ${fullName}`,
        message: failureMessages?.join('\n') ?? '',
      }))
  })
}

function parsed(file: string) {
  return report.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function isBroken({ status, assertionResults }: z.infer<typeof report>['testResults'][number]): boolean {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed')
}
