import { type PlantedFault, replaced } from '../planted-fault.ts'

const changed = (part: string, by: string) => ({ 'schema.graphql': replaced(part, by) })

export const payloadFaults: readonly PlantedFault[] = [
  {
    planted: 'a mutation whose payload cannot be null',
    files: changed('): AddCaptionPayload', '): AddCaptionPayload!'),
    reports: ['Mutation.addCaption must be AddCaptionPayload, can be null'],
  },
  {
    planted: 'a mutation that answers with the payload of another',
    files: changed('): AddCaptionPayload', '): UpdateCaptionPayload'),
    reports: ['Mutation.addCaption must be AddCaptionPayload, can be null'],
  },
  {
    planted: 'a mutation that may be called without input',
    files: changed('input: AddCaptionInput!', 'input: AddCaptionInput'),
    reports: ['Mutation.addCaption takes (input: AddCaptionInput), not (input: AddCaptionInput!)'],
  },
  {
    planted: 'a payload that does not tell why it was refused, and has a part that a refusal cannot have',
    files: changed(
      'type AddCaptionPayload implements MutationPayload {',
      'type AddCaptionPayload { "x" caption: Caption! "x" clientMutationId: String } type Unused implements MutationPayload {',
    ),
    reports: [
      'AddCaptionPayload does not implement MutationPayload',
      'AddCaptionPayload.userErrors must be [UserError!]!',
      'AddCaptionPayload.caption must be nullable: a refusal has none',
    ],
  },
  {
    planted: 'a payload that shows a topic and not the version that the call made',
    files: changed(
      'type CreateTopicPayload implements MutationPayload {',
      'type CreateTopicPayload implements MutationPayload { "x" topic: Topic "x" userErrors: [UserError!]! "x" clientMutationId: String } type UnusedPayload {',
    ),
    reports: ['CreateTopicPayload.version must be Int', 'CreateTopicPayload.currentVersion must be Int'],
  },
  {
    planted: 'an input without what every input has',
    files: changed('input AddCaptionInput {', 'input AddCaptionInput { "x" articleId: ID! } input UnusedInput {'),
    reports: ['AddCaptionInput.idempotencyKey must be String', 'AddCaptionInput.clientMutationId must be String'],
  },
]
