import { describe, expect, it } from 'vitest'
import { payloadBreaches } from '../../scripts/check/payloads.ts'
import { changedSchema, ownSchema } from './changed-schema.ts'

describe('The check of payloads', () => {
  it('finds nothing in schema.graphql', () => {
    expect(payloadBreaches(ownSchema)).toEqual([])
  })

  it.each([
    [': AddCaptionPayload', ': AddCaptionPayload!', 'Mutation.addCaption must be AddCaptionPayload, can be null'],
    [': AddCaptionPayload', ': UpdateCaptionPayload', 'Mutation.addCaption must be AddCaptionPayload, can be null'],
    [
      'input: AddCaptionInput!',
      'input: AddCaptionInput',
      'Mutation.addCaption takes (input: AddCaptionInput), not (input: AddCaptionInput!)',
    ],
    [
      /(type AddCaptionPayload[^}]*userErrors: \[UserError!\])!/,
      '$1',
      'AddCaptionPayload.userErrors must be [UserError!]!',
    ],
    [
      /(type AddCaptionPayload[^}]*caption: Caption)\n/,
      '$1!\n',
      'AddCaptionPayload.caption must be nullable: a refusal has none',
    ],
    [
      /(type AddCaptionPayload) implements MutationPayload/,
      '$1',
      'AddCaptionPayload does not implement MutationPayload',
    ],
    [
      /(input AddCaptionInput[^}]*)idempotencyKey/,
      '$1idempotencyKeys',
      'AddCaptionInput.idempotencyKey must be String',
    ],
  ])('finds that %s became %s', (from, to, fault) => {
    expect(payloadBreaches(changedSchema(from, to))).toEqual([fault])
  })
})
