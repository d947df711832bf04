import { type PlantedFault, real } from '../planted-fault.ts'

const source = { 'src/main.ts': real }

const LIMIT = 'has no limit in src/contract/limits.ts'

/** schema.graphql with another description of a field of an input. */
function described(input: string, field: string, description: string) {
  const place = new RegExp(`(input ${input} \\{[^}]*?)("""[^"]*"""|"[^\\n]*")(\\n  ${field}:)`)
  return {
    ...source,
    'schema.graphql': (text: string) => {
      if (!place.test(text)) throw new Error(`schema.graphql describes no ${input}.${field}`)
      return text.replace(place, `$1"${description}"$3`)
    },
  }
}

/** schema.graphql with one field more in an input. */
const withField = (type: string) => ({
  ...source,
  'schema.graphql': (text: string) => text.replace('input CreateTopicInput {', `$&\n  more: ${type}`),
})

export const limitFaults: readonly PlantedFault[] = [
  {
    planted: 'a description with another number than the limit',
    files: described('CreateTopicInput', 'description', 'A sentence or two on it, up to 3,000 characters.'),
    reports: ['the description of CreateTopicInput.description must say its limit: "up to 2,000"'],
  },
  {
    planted: 'a description that does not say the limit',
    files: described('UtmInput', 'source', 'utm_source.'),
    reports: ['the description of UtmInput.source must say its limit: "up to 100"'],
  },
  {
    planted: "a description with another number than a limit of an article's content",
    files: described('UpdateArticleInput', 'dateline', 'Where it was written, up to 90 characters.'),
    reports: ['the description of UpdateArticleInput.dateline must say its limit: "up to 100"'],
  },
  { planted: 'a text without a limit', files: withField('String'), reports: [`CreateTopicInput.more ${LIMIT}`] },
  { planted: 'a list without a limit', files: withField('[ID!]'), reports: [`CreateTopicInput.more ${LIMIT}`] },
  {
    planted: 'a limit that only a description has',
    files: described('FocalPointInput', 'x', 'From the left edge, up to 5.'),
    reports: ['the description of FocalPointInput.x says up to 5, and src/contract/limits.ts nothing'],
  },
  {
    planted: 'a limit of a field that is gone',
    files: { ...source, 'schema.graphql': (text) => text.replace(/(input CreateTopicInput[^}]*)uri:/, '$1address:') },
    reports: [
      `CreateTopicInput.address ${LIMIT}`,
      'CreateTopicInput.uri has a limit and is not in the schema: remove it from src/contract/limits.ts',
    ],
  },
  {
    planted: 'a limit that a parser does not take from the tables',
    files: { 'schema.graphql': real, 'src/some.ts': 'parseText(text, path, { most: 300 }, faults)\n' },
    reports: ['src/some.ts has a limit of its own: take it from src/contract/limits.ts'],
  },
]
