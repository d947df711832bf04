import type { MutationResolvers } from '../generated/graphql.ts'
import { deleteImage } from './delete-image.service.ts'
import { updateImage } from './image.service.ts'

export const imageMutations = {
  updateImage: (_root, { input }, { desk }) => updateImage(desk, input),
  deleteImage: (_root, { input }, { desk, store }) => deleteImage(desk, store, input),
} satisfies MutationResolvers
