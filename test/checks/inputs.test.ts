import { describe, expect, it } from 'vitest'
import { inputsWithoutTable, unreadArguments } from '../../scripts/check/inputs.ts'
import { sourceFiles } from '../../scripts/check/source.ts'
import { changedSchema, ownSchema } from './changed-schema.ts'

const files = (await sourceFiles('src', 'scripts/check')).filter(({ path }) => path !== 'scripts/check/inputs.ts')

describe('The check of inputs', () => {
  it('finds nothing in the source', () => {
    expect(inputsWithoutTable(ownSchema, files)).toEqual([])
  })

  it('finds an input that is new in the schema', () => {
    const schema = changedSchema(
      'input FocalPointInput {',
      'input PlaceInput { name: String }\ninput FocalPointInput {',
    )

    expect(inputsWithoutTable(schema, files)).toEqual([
      'no table of readers is an InputsOf<PlaceInput>: see src/mutation/input.ts',
    ])
  })

  it.each(['AddCorrectionInput', 'AuthorLinkInput', 'TopicOrderByInput', 'TopicWhereInput', 'UtmInput', 'IdFilter'])(
    'finds that the table of %s is gone',
    (name) => {
      const without = files.map(({ text }) => ({ text: text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'Gone') }))

      expect(inputsWithoutTable(ownSchema, without)).toEqual([
        `no table of readers is an InputsOf<${name.replace('IdFilter', 'IDFilter')}>: see src/mutation/input.ts`,
      ])
    },
  )

  it('finds an argument that nothing reads', () => {
    const schema = changedSchema('  topics(\n', '  topics(\n    letter: String\n')

    expect(unreadArguments(ownSchema, files)).toEqual([])
    expect(unreadArguments(schema, files)).toEqual(['nothing reads Query.topics(letter:)'])
  })
})
