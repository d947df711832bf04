import type { MutationResolvers } from '../generated/graphql.ts'
import { updateImage } from './image.service.ts'

export const imageMutations = {
  updateImage: (_root, { input }, { desk }) => updateImage(desk, input),
} satisfies MutationResolvers
