import type { MutationResolvers } from '../generated/graphql.ts'
import { followTopics } from './follow.service.ts'
import { confirmFollows, eraseReader, unfollow, updateFollows } from './reader.service.ts'

export const followMutations = {
  followTopics: (_root, { input }, { readers }) => followTopics(readers, input),
  confirmFollows: (_root, { input }, { readers }) => confirmFollows(readers, input),
  updateFollows: (_root, { input }, { readers }) => updateFollows(readers, input),
  unfollow: (_root, { input }, { readers }) => unfollow(readers, input),
  eraseReader: (_root, { input }, { readers }) => eraseReader(readers, input),
} satisfies MutationResolvers
