import { describe, expect, it } from 'vitest'
import { ALL_LIMITS, differingLimits } from '../../scripts/check/limits.ts'
import { EVERYWHERE } from '../../src/contract/limits.ts'
import { changedSchema, ownSchema } from './changed-schema.ts'

const faultsOf = (schema = ownSchema, limits = ALL_LIMITS) => differingLimits(schema, limits, EVERYWHERE)

/** schema.graphql where a field of an input has this description. */
const described = (input: string, field: string, description: string) =>
  changedSchema(new RegExp(`(input ${input} \\{[^}]*?)("""[^"]*"""|"[^\\n]*")(\\n  ${field}:)`), `$1"${description}"$3`)

describe('The check of limits', () => {
  it('finds nothing in schema.graphql', () => {
    expect(faultsOf()).toEqual([])
  })

  it.each([
    ['another number', 'A sentence or two on it, up to 3,000 characters.'],
    ['no number', 'A sentence or two on it.'],
  ])('finds a description that says %s', (_, description) => {
    expect(faultsOf(described('CreateTopicInput', 'description', description))).toEqual([
      'the description of CreateTopicInput.description must say its limit: "up to 2,000"',
    ])
  })

  it('finds a limit that changed in the table alone', () => {
    const { UtmInput } = ALL_LIMITS

    expect(faultsOf(ownSchema, { ...ALL_LIMITS, UtmInput: { ...UtmInput, source: { most: 50 } } })).toEqual([
      'the description of UtmInput.source must say its limit: "up to 50"',
    ])
  })

  it.each(['String', '[ID!]'])('finds a new field of type %s without a limit', (type) => {
    const schema = changedSchema('input CreateTopicInput {', `input CreateTopicInput {\n  more: ${type}`)

    expect(faultsOf(schema)).toEqual(['CreateTopicInput.more has no limit in src/contract/limits.ts'])
  })

  it('finds a number that only a description says', () => {
    expect(faultsOf(described('FocalPointInput', 'x', 'From the left edge, up to 5.'))).toEqual([
      'the description of FocalPointInput.x says up to 5, and src/contract/limits.ts nothing',
    ])
  })

  it('finds a limit of a field that is gone', () => {
    expect(faultsOf(changedSchema(/(input CreateTopicInput[^}]*)uri:/, '$1address:'))).toEqual([
      'CreateTopicInput.address has no limit in src/contract/limits.ts',
      'CreateTopicInput.uri has a limit and is not in the schema: remove it from src/contract/limits.ts',
    ])
  })
})
