import type { MutationResolvers } from '../generated/graphql.ts'
import { deleteTopic } from './delete-topic.service.ts'
import { mergeTopics } from './merge-topics.service.ts'
import { createTopic, updateTopic } from './topic.service.ts'

export const topicMutations = {
  createTopic: (_root, { input }, { desk, site }) => createTopic(desk, site, input),
  updateTopic: (_root, { input }, { desk, site }) => updateTopic(desk, site, input),
  deleteTopic: (_root, { input }, { desk }) => deleteTopic(desk, input),
  mergeTopics: (_root, { input }, { desk }) => mergeTopics(desk, input),
} satisfies MutationResolvers
