import { migrationsThatInterrupt } from './additive-migrations.ts'
import type { Check } from './check.ts'
import { codeRuleViolations } from './code-rules.ts'
import { differencesFromContract, refusedOperations } from './contract.ts'
import { undescribed } from './descriptions.ts'
import { documentationErrors } from './documentation.ts'
import { enumFaults } from './enums.ts'
import { undocumentedVariables } from './environment-example.ts'
import { errorsPageFaults } from './errors-page.ts'
import { fullFolders } from './full-folders.ts'
import { outdatedCode } from './generated-code.ts'
import { wrongImports } from './import-direction.ts'
import { unreadInputs } from './inputs.ts'
import { limitFaults } from './limits.ts'
import { listsWithoutMaximum } from './list-limits.ts'
import { unmigratedModels } from './migrations.ts'
import { nodeFieldConflicts } from './node-fields.ts'
import { payloadViolations } from './payloads.ts'
import { unusualPhrases } from './plain-english.ts'
import { programErrors } from './program.ts'
import { relayViolations } from './relay-rules.ts'
import { securityPageFaults } from './security-page.ts'
import { misspelledWords } from './spelling.ts'
import { sqlViolations } from './sql.ts'
import { outdatedStatements } from './statements.ts'

/** Every check of npm run check. test/checks/planted-faults.ts proves each by a fault that it must report. */
export const checks = [
  {
    name: 'types',
    find: (root) => programErrors('tsc', ['--noEmit', '--pretty', 'false'], root),
    fix: 'fix what the compiler reports',
  },
  {
    name: 'lint and format',
    find: (root) => programErrors('biome', ['ci', '--colors=off', '--max-diagnostics=50'], root),
    fix: 'npx biome check --write',
  },
  {
    name: 'unused code',
    find: (root) => programErrors('knip', ['--no-progress', '--treat-config-hints-as-errors'], root),
    fix: 'remove it, or only its `export`; entry points belong in knip.jsonc',
  },
  { name: 'generated code is up to date', find: outdatedCode, fix: 'npm run generate' },
  {
    name: 'migrations lead to schema.prisma',
    find: unmigratedModels,
    fix: 'npm run db:new -- NAME writes a draft migration',
  },
  {
    name: 'new migrations are additive',
    find: migrationsThatInterrupt,
    fix: 'docs/database.md says what to do instead, and how an exception is stated',
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
    name: 'fields of one name can be selected of all that nodes returns',
    find: nodeFieldConflicts,
    fix: 'give them one type, with the same nullability, or another name',
  },
  {
    name: 'payloads and inputs of mutations are alike',
    find: payloadViolations,
    fix: 'name(input: NameInput!): NamePayload, and every part of the payload nullable or a list',
  },
  {
    name: 'every input is read by a table',
    find: unreadInputs,
    fix: 'give each field a reader: const READS = { … } satisfies InputsOf<…>',
  },
  {
    name: 'schema.graphql says the limits that hold',
    find: limitFaults,
    fix: 'src/contract/limits.ts has the numbers, the description says "up to" or "1 to" and the number',
  },
  {
    name: 'every list of an input has a maximum',
    find: listsWithoutMaximum,
    fix: '@list(max:) in schema.graphql; src/limits/ enforces it before anything runs',
  },
  {
    name: 'enums of the API, the database and the code have the same values',
    find: enumFaults,
    fix: 'a value of the database takes a migration: npm run db:new -- NAME',
  },
  {
    name: "the contract's operations are valid",
    find: refusedOperations,
    fix: 'schema.graphql must accept them unchanged',
  },
  {
    name: "the tests send the contract's operations",
    find: differencesFromContract,
    fix: 'copy the document of the contract to test/contract',
    excuse: 'the contract is no part of the repository',
  },
  {
    name: '.env.example is complete',
    find: undocumentedVariables,
    fix: '.env.example and src/config/env.ts name the same variables',
  },
  { name: 'links and examples in the documentation', find: documentationErrors, fix: 'see each line' },
  { name: 'statements', find: outdatedStatements, fix: 'npm run docs:statements, and review the changes' },
  { name: 'errors page', find: errorsPageFaults, fix: 'explain each code once in docs/errors.md' },
  { name: 'security page', find: securityPageFaults, fix: 'see each line' },
  { name: 'imports run one way', find: wrongImports, fix: 'see docs/architecture.md' },
  { name: 'folders hold 20 files at most', find: fullFolders, fix: 'divide the folder by subject' },
  { name: 'SQL is written one way', find: sqlViolations, fix: 'docs/decisions/011-one-way-to-write-sql.md' },
  { name: 'spelling', find: misspelledWords, fix: 'correct the word, or add it to scripts/check/spelling-words.txt' },
  { name: 'plain English', find: unusualPhrases, fix: 'each line says what to write instead' },
  { name: 'code rules', find: codeRuleViolations, fix: 'see each line' },
] as const satisfies readonly Check[]

export type CheckName = (typeof checks)[number]['name']
