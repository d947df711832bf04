import { type PlantedFault, real, replaced } from '../planted-fault.ts'

const project = { copies: ['src'], files: { 'schema.graphql': real } }

/** The source where the readers of an input are a table of nothing. */
const withoutTable = (name: string, path: string) => ({
  planted: `an input whose table of readers is gone: ${name}`,
  ...project,
  files: { ...project.files, [path]: (text: string) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'Gone') },
  reports: [`no table of readers is an InputsOf<${name}>: see src/mutation/input.ts`],
})

export const inputFaults: readonly PlantedFault[] = [
  {
    planted: 'an input that is new in the schema',
    ...project,
    files: { 'schema.graphql': (text) => `${text}\ninput PlaceInput { name: String }\n` },
    reports: ['no table of readers is an InputsOf<PlaceInput>: see src/mutation/input.ts'],
  },
  withoutTable('AddCorrectionInput', 'src/correction/correction.service.ts'),
  withoutTable('AuthorLinkInput', 'src/author/author.rules.ts'),
  withoutTable('TopicOrderByInput', 'src/topic/topic.shape.ts'),
  withoutTable('TopicWhereInput', 'src/topic/topic.shape.ts'),
  withoutTable('StringFilter', 'src/reading/filter.ts'),
  {
    planted: 'an argument that nothing reads',
    ...project,
    files: { 'schema.graphql': replaced('  topics(\n', '  topics(\n    letter: String\n') },
    reports: ['nothing reads Query.topics(letter:)'],
  },
]
