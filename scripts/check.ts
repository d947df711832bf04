// Everything that can be said of the code without running it: npm run check
// Each check runs whatever became of the others; the exit code is 1 when one of them found something.

import { refusedOperations } from './check/contract.ts'
import { undescribed } from './check/descriptions.ts'
import { untrueDocumentation } from './check/documentation.ts'
import { enumFaults } from './check/enums.ts'
import { undocumentedVariables } from './check/environment-example.ts'
import { outdatedCode } from './check/generated-code.ts'
import { houseRuleBreaches } from './check/house-rules.ts'
import { wrongImports } from './check/import-direction.ts'
import { unreadInputs } from './check/inputs.ts'
import { limitFaults } from './check/limits.ts'
import { payloadBreaches } from './check/payloads.ts'
import { complaints } from './check/program.ts'
import { relayBreaches } from './check/relay-rules.ts'
import { ownSchema } from './check/schema.ts'

interface Check {
  name: string
  /** What is wrong, a line each; nothing when all is well */
  find: () => Promise<string[]>
  mend: string
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
    name: 'payloads and inputs of mutations are alike',
    find: async () => payloadBreaches(await ownSchema()),
    mend: 'name(input: NameInput!): NamePayload, and every part of the payload nullable or a list',
  },
  {
    name: 'every input is read by a table',
    find: unreadInputs,
    mend: 'give each field a reader: const READS = { … } satisfies InputsOf<…>',
  },
  {
    name: 'schema.graphql says the limits that hold',
    find: limitFaults,
    mend: 'src/contract/limits.ts has the numbers, the description says "up to" or "1 to" and the number',
  },
  {
    name: 'enums of the API, the database and the code have the same values',
    find: enumFaults,
    mend: 'a value of the database takes a migration: npm run db:new -- NAME',
  },
  {
    name: "the contract's operations are valid",
    find: refusedOperations,
    mend: 'schema.graphql must serve them as they are',
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

let failed = 0
for (const { name, find, mend } of checks) {
  const started = performance.now()
  const faults = await find().catch((error: unknown) => [String(error)])
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${faults.length === 0 ? 'ok    ' : 'failed'}  ${name} (${seconds} s)`)
  if (faults.length === 0) continue
  failed += 1
  for (const fault of faults) console.log(`        ${fault}`)
  console.log(`        To mend it: ${mend}`)
}
console.log(`\n${checks.length - failed} of ${checks.length} checks passed.`)
process.exitCode = failed === 0 ? 0 : 1
