// Everything that can be said of the code without running it: npm run check
// Each check runs whatever became of the others; the exit code is 1 when one of them found something.

import { codeRuleViolations } from './check/code-rules.ts'
import { refusedOperations } from './check/contract.ts'
import { undescribed } from './check/descriptions.ts'
import { documentationErrors } from './check/documentation.ts'
import { undocumentedVariables } from './check/environment-example.ts'
import { outdatedCode } from './check/generated-code.ts'
import { wrongImports } from './check/import-direction.ts'
import { unusualPhrases } from './check/plain-english.ts'
import { programErrors } from './check/program.ts'
import { relayViolations } from './check/relay-rules.ts'
import { misspelledWords } from './check/spelling.ts'

interface Check {
  name: string
  /** What is wrong, a line each; nothing when all is well */
  find: () => Promise<string[]>
  fix: string
}

const checks: Check[] = [
  {
    name: 'types',
    find: () => programErrors('tsc', ['--noEmit', '--pretty', 'false']),
    fix: 'fix what the compiler reports',
  },
  {
    name: 'lint and format',
    find: () => programErrors('biome', ['ci', '--colors=off', '--max-diagnostics=50']),
    fix: 'npx biome check --write',
  },
  { name: 'generated code is up to date', find: outdatedCode, fix: 'npm run generate' },
  {
    name: 'migrations lead to schema.prisma',
    find: () => programErrors('node', ['scripts/check-migrations.ts']),
    fix: 'npm run db:new -- NAME writes a draft migration',
  },
  {
    name: 'schema.graphql is described',
    find: undescribed,
    fix: 'write above each what a front-end engineer needs to know',
  },
  {
    name: "schema.graphql keeps Relay's rules",
    find: relayViolations,
    fix: 'https://relay.dev/graphql/connections.htm',
  },
  {
    name: "the contract's operations are valid",
    find: refusedOperations,
    fix: 'schema.graphql must accept them unchanged',
  },
  {
    name: '.env.example is complete',
    find: undocumentedVariables,
    fix: '.env.example and src/config/env.ts name the same variables',
  },
  { name: 'links and examples in the documentation', find: documentationErrors, fix: 'see each line' },
  { name: 'imports run one way', find: wrongImports, fix: 'see docs/architecture.md' },
  { name: 'spelling', find: misspelledWords, fix: 'correct the word, or add it to scripts/check/spelling-words.txt' },
  { name: 'plain English', find: unusualPhrases, fix: 'each line says what to write instead' },
  { name: 'code rules', find: codeRuleViolations, fix: 'see each line' },
]

let failed = 0
for (const { name, find, fix } of checks) {
  const started = performance.now()
  const faults = await find().catch((error: unknown) => [String(error)])
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${faults.length === 0 ? 'ok    ' : 'failed'}  ${name} (${seconds} s)`)
  if (faults.length === 0) continue
  failed += 1
  for (const fault of faults) console.log(`        ${fault}`)
  console.log(`        To fix it: ${fix}`)
}
console.log(`\n${checks.length - failed} of ${checks.length} checks passed.`)
process.exitCode = failed === 0 ? 0 : 1
