import type { MutationResolvers } from '../../generated/graphql.ts'
import { addCaption, removeCaption, reorderCaptions, updateCaption } from './caption.service.ts'

export const captionMutations = {
  addCaption: (_root, { input }, { desk }) => addCaption(desk, input),
  updateCaption: (_root, { input }, { desk }) => updateCaption(desk, input),
  removeCaption: (_root, { input }, { desk }) => removeCaption(desk, input),
  reorderCaptions: (_root, { input }, { desk }) => reorderCaptions(desk, input),
} satisfies MutationResolvers
