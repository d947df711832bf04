import type { MutationResolvers } from '../generated/graphql.ts'
import { addCorrection } from './correction.service.ts'

export const correctionMutations = {
  addCorrection: (_root, { input }, { desk }) => addCorrection(desk, input),
} satisfies MutationResolvers
