import type { MutationResolvers } from '../generated/graphql.ts'
import { addCorrection, removeCorrection, updateCorrection } from './correction.service.ts'

export const correctionMutations = {
  addCorrection: (_root, { input }, { desk }) => addCorrection(desk, input),
  updateCorrection: (_root, { input }, { desk }) => updateCorrection(desk, input),
  removeCorrection: (_root, { input }, { desk }) => removeCorrection(desk, input),
} satisfies MutationResolvers
