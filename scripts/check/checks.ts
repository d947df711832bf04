import type { Check } from './check.ts'
import { differencesFromContract, refusedOperations } from './contract.ts'
import { undescribed } from './descriptions.ts'
import { untrueDocumentation } from './documentation.ts'
import { enumFaults } from './enums.ts'
import { undocumentedVariables } from './environment-example.ts'
import { errorsPageFaults } from './errors-page.ts'
import { outdatedCode } from './generated-code.ts'
import { houseRuleBreaches } from './house-rules.ts'
import { wrongImports } from './import-direction.ts'
import { unreadInputs } from './inputs.ts'
import { limitFaults } from './limits.ts'
import { unmigratedModels } from './migrations.ts'
import { payloadBreaches } from './payloads.ts'
import { complaints } from './program.ts'
import { relayBreaches } from './relay-rules.ts'
import { sqlBreaches } from './sql.ts'
import { outdatedStatements } from './statements.ts'

/** Every check of npm run check. test/checks/planted-faults.ts proves each by a fault that it must report. */
export const checks = [
  {
    name: 'types',
    find: (root) => complaints('tsc', ['--noEmit', '--pretty', 'false'], root),
    mend: 'the compiler says where',
  },
  {
    name: 'lint and format',
    find: (root) => complaints('biome', ['ci', '--colors=off', '--max-diagnostics=50'], root),
    mend: 'npx biome check --write',
  },
  {
    name: 'unused code',
    find: (root) => complaints('knip', ['--no-progress', '--treat-config-hints-as-errors'], root),
    mend: 'remove it, or only its `export`; knip.jsonc lists what starts by its path',
  },
  { name: 'generated code is up to date', find: outdatedCode, mend: 'npm run generate' },
  {
    name: 'migrations lead to schema.prisma',
    find: unmigratedModels,
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
    find: payloadBreaches,
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
    name: "the tests send the contract's operations",
    find: differencesFromContract,
    mend: 'copy the document of the contract to test/contract',
    excuse: 'the contract is no part of the repository',
  },
  {
    name: '.env.example is complete',
    find: undocumentedVariables,
    mend: '.env.example and src/config/env.ts name the same variables',
  },
  { name: 'links and examples in the documentation', find: untrueDocumentation, mend: 'each line says what is wrong' },
  { name: 'statements', find: outdatedStatements, mend: 'npm run docs:statements, and look at what changed' },
  { name: 'errors page', find: errorsPageFaults, mend: 'docs/errors.md explains each code once' },
  { name: 'imports run one way', find: wrongImports, mend: 'docs/architecture.md says which way' },
  { name: 'SQL is written one way', find: sqlBreaches, mend: 'docs/decisions/011-one-way-to-write-sql.md' },
  { name: 'house rules', find: houseRuleBreaches, mend: 'each line says what is wrong' },
] as const satisfies readonly Check[]

export type CheckName = (typeof checks)[number]['name']
