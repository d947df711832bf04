import { type PlantedFault, real, replaced } from '../planted-fault.ts'

export const errorsPageFaults: readonly PlantedFault[] = [
  {
    planted: 'a code of a request error that is not explained, and one that does not exist',
    files: { 'schema.graphql': real, 'docs/errors.md': replaced('| `QUERY_TOO_DEEP` |', '| `TOO_DEEP` |') },
    reports: [
      'docs/errors.md: QUERY_TOO_DEEP is missing under "Request errors"',
      'docs/errors.md: no TOO_DEEP exists for "Request errors"',
    ],
  },
  {
    planted: 'a code that is explained twice',
    files: {
      'schema.graphql': real,
      'docs/errors.md': replaced('| `DUPLICATE` |', '| `IDEMPOTENCY_KEY_REUSED` | | | |\n| `DUPLICATE` |'),
    },
    reports: ['docs/errors.md: IDEMPOTENCY_KEY_REUSED is under "User errors" 2 times'],
  },
  {
    planted: 'a new value of UserErrorCode and of WarningCode that is not explained',
    files: {
      'schema.graphql': (text) =>
        `${text}\nextend enum UserErrorCode { PLANTED }\nextend enum WarningCode { DOUBTFUL }\n`,
      'docs/errors.md': real,
    },
    reports: [
      'docs/errors.md: PLANTED is missing under "User errors"',
      'docs/errors.md: DOUBTFUL is missing under "Warnings"',
    ],
  },
  {
    planted: 'details that a code does not have',
    files: { 'schema.graphql': real, 'docs/errors.md': replaced('| `LockDetails` |', '| `StateDetails` |') },
    reports: ['docs/errors.md: the details of LOCKED are: LockDetails'],
  },
  {
    planted: 'a section that is missing',
    files: { 'schema.graphql': real, 'docs/errors.md': replaced('## Warnings', '## Other') },
    reports: ['docs/errors.md: no section "Warnings", or no codes for it'],
  },
]
