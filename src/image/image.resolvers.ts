import type { MutationResolvers } from '../generated/graphql.ts'
import { importImage, uploadImage } from './add-image.service.ts'
import { deleteImage } from './delete-image.service.ts'
import { updateImage } from './image.service.ts'

export const imageMutations = {
  uploadImage: (_root, { input }, { desk, intake }) => uploadImage(desk, intake, input),
  importImage: (_root, { input }, { desk, intake }) => importImage(desk, intake, input),
  updateImage: (_root, { input }, { desk }) => updateImage(desk, input),
  deleteImage: (_root, { input }, { desk, store }) => deleteImage(desk, store, input),
} satisfies MutationResolvers
