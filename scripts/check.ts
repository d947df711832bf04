// Everything that can be said of the code without running it: npm run check
// Each check runs even if others fail. The exit code is 1 when one found a fault and, with CI=true, when one was skipped without an excuse.

import { differencesFromContract, refusedOperations } from './check/contract.ts'
import { undescribed } from './check/descriptions.ts'
import { untrueDocumentation } from './check/documentation.ts'
import { undocumentedVariables } from './check/environment-example.ts'
import { outdatedCode } from './check/generated-code.ts'
import { houseRuleBreaches } from './check/house-rules.ts'
import { wrongImports } from './check/import-direction.ts'
import { complaints } from './check/program.ts'
import { relayBreaches } from './check/relay-rules.ts'
import { Skipped } from './check/skipped.ts'

interface Check {
  name: string
  /** What is wrong, a line each; nothing when all is well */
  find: () => Promise<string[]>
  mend: string
  /** Why it may be skipped in CI */
  excuse?: string
}

const checks: Check[] = [
  {
    name: 'types',
    find: () => complaints('tsc', ['--noEmit', '--pretty', 'false']),
    mend: 'the compiler says where',
  },
  {
    name: 'lint and format',
    find: () => complaints('biome', ['ci', '--colors=off', '--max-diagnostics=50']),
    mend: 'npx biome check --write',
  },
  { name: 'generated code is up to date', find: outdatedCode, mend: 'npm run generate' },
  {
    name: 'migrations lead to schema.prisma',
    find: () => complaints('node', ['scripts/check-migrations.ts']),
    mend: 'npm run db:new -- NAME drafts the difference',
  },
  {
    name: 'schema.graphql is described',
    find: undescribed,
    mend: 'write the sentence a front-end engineer needs above each',
  },
  {
    name: "schema.graphql keeps Relay's rules",
    find: relayBreaches,
    mend: 'https://relay.dev/graphql/connections.htm',
  },
  {
    name: "the contract's operations are valid",
    find: refusedOperations,
    mend: 'schema.graphql must serve them as they are',
  },
  {
    name: "the tests send the contract's operations",
    find: differencesFromContract,
    mend: 'copy the document of the contract to test/contract',
    excuse: 'the contract lies outside of the repository',
  },
  {
    name: '.env.example is complete',
    find: undocumentedVariables,
    mend: '.env.example and src/config/env.ts name the same variables',
  },
  { name: 'links and examples in the documentation', find: untrueDocumentation, mend: 'each line says what is wrong' },
  { name: 'imports run one way', find: wrongImports, mend: 'docs/architecture.md says which way' },
  { name: 'house rules', find: houseRuleBreaches, mend: 'each line says what is wrong' },
]

type Result = { readonly faults: readonly string[] } | { readonly skipped: string }

async function resultOf({ find }: Check): Promise<Result> {
  try {
    return { faults: await find() }
  } catch (error) {
    return error instanceof Skipped ? { skipped: error.message } : { faults: [String(error)] }
  }
}

function linesOf(check: Check, result: Result): string[] {
  if ('faults' in result) return result.faults.length > 0 ? [...result.faults, `To mend it: ${check.mend}`] : []
  return [check.excuse ? `${result.skipped}; ${check.excuse}` : result.skipped]
}

const inCi = Boolean(process.env.CI)
const counts = { ok: 0, failed: 0, skipped: 0 }
let isFailed = false
for (const check of checks) {
  const started = performance.now()
  const result = await resultOf(check)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const word = 'skipped' in result ? 'skipped' : result.faults.length > 0 ? 'failed' : 'ok'
  counts[word] += 1
  isFailed ||= word === 'failed' || (word === 'skipped' && inCi && !check.excuse)
  console.log(`${word.padEnd(7)} ${check.name} (${seconds} s)`)
  for (const line of linesOf(check, result)) console.log(`        ${line}`)
}
console.log(`\n${counts.ok} of ${checks.length} checks passed, ${counts.failed} failed, ${counts.skipped} skipped.`)
process.exitCode = isFailed ? 1 : 0
