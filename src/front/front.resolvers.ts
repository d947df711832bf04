import type { MutationResolvers } from '../generated/graphql.ts'
import { createFront, deleteFront, restoreFrontRevision, updateFront } from './front.service.ts'
import { publishFront, scheduleFront, unscheduleFront, withdrawFront } from './front-publication.service.ts'

export const frontMutations = {
  createFront: (_root, { input }, { desk, site }) => createFront(desk, site, input),
  updateFront: (_root, { input }, { desk }) => updateFront(desk, input),
  publishFront: (_root, { input }, { desk }) => publishFront(desk, input),
  scheduleFront: (_root, { input }, { desk }) => scheduleFront(desk, input),
  unscheduleFront: (_root, { input }, { desk }) => unscheduleFront(desk, input),
  withdrawFront: (_root, { input }, { desk }) => withdrawFront(desk, input),
  restoreFrontRevision: (_root, { input }, { desk }) => restoreFrontRevision(desk, input),
  deleteFront: (_root, { input }, { desk }) => deleteFront(desk, input),
} satisfies MutationResolvers
