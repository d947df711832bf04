import type { MutationResolvers } from '../generated/graphql.ts'
import { createPreviewLink, revokePreviewLink, revokePreviewLinks } from './preview-link.service.ts'

export const previewMutations = {
  createPreviewLink: (_root, { input }, { desk, site }) => createPreviewLink(desk, site, input),
  revokePreviewLink: (_root, { input }, { desk }) => revokePreviewLink(desk, input),
  revokePreviewLinks: (_root, { input }, { desk }) => revokePreviewLinks(desk, input),
} satisfies MutationResolvers
