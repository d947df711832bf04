import type { CheckName } from '../../scripts/check/checks.ts'
import { additiveMigrationFaults } from './planted/additive-migrations.ts'
import { codeRuleFaults } from './planted/code-rules.ts'
import { contractCopyFaults, contractFaults } from './planted/contract.ts'
import { descriptionFaults } from './planted/descriptions.ts'
import { documentationFaults } from './planted/documentation.ts'
import { enumFaults } from './planted/enums.ts'
import { environmentFaults } from './planted/environment-example.ts'
import { errorsPageFaults } from './planted/errors-page.ts'
import { fullFolderFaults } from './planted/full-folders.ts'
import { generatedCodeFaults } from './planted/generated-code.ts'
import { importFaults } from './planted/import-direction.ts'
import { inputFaults } from './planted/inputs.ts'
import { limitFaults } from './planted/limits.ts'
import { lintFaults } from './planted/lint.ts'
import { listLimitFaults } from './planted/list-limits.ts'
import { migrationFaults } from './planted/migrations.ts'
import { nodeFieldFaults } from './planted/node-fields.ts'
import { payloadFaults } from './planted/payloads.ts'
import { plainEnglishFaults } from './planted/plain-english.ts'
import { relayFaults } from './planted/relay-rules.ts'
import { securityPageFaults } from './planted/security-page.ts'
import { spellingFaults } from './planted/spelling.ts'
import { sqlFaults } from './planted/sql.ts'
import { statementFaults } from './planted/statements.ts'
import { typeFaults } from './planted/types.ts'
import { unusedCodeFaults } from './planted/unused-code.ts'
import type { PlantedFault } from './planted-fault.ts'

/** For each check of npm run check the faults that it must report. A check without a line here does not compile. */
export const plantedFaults: Readonly<Record<CheckName, readonly PlantedFault[]>> = {
  types: typeFaults,
  'lint and format': lintFaults,
  'unused code': unusedCodeFaults,
  'generated code is up to date': generatedCodeFaults,
  'migrations lead to schema.prisma': migrationFaults,
  'new migrations are additive': additiveMigrationFaults,
  'schema.graphql is described': descriptionFaults,
  "schema.graphql keeps Relay's rules": relayFaults,
  'fields of one name can be selected of all that nodes returns': nodeFieldFaults,
  'payloads and inputs of mutations are alike': payloadFaults,
  'every input is read by a table': inputFaults,
  'schema.graphql says the limits that hold': limitFaults,
  'every list of an input has a maximum': listLimitFaults,
  'enums of the API, the database and the code have the same values': enumFaults,
  "the contract's operations are valid": contractFaults,
  "the tests send the contract's operations": contractCopyFaults,
  '.env.example is complete': environmentFaults,
  'links and examples in the documentation': documentationFaults,
  statements: statementFaults,
  'errors page': errorsPageFaults,
  'security page': securityPageFaults,
  'imports run one way': importFaults,
  'folders hold 20 files at most': fullFolderFaults,
  'SQL is written one way': sqlFaults,
  spelling: spellingFaults,
  'plain English': plainEnglishFaults,
  'code rules': codeRuleFaults,
}
