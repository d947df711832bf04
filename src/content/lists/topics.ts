import * as z from 'zod'
import { asValue, compareFields, isSame } from '../../comparison/comparison.ts'
import { TopicRel } from '../../generated/prisma/enums.ts'
import { type ContentList, stored } from './content-list.ts'

const item = z.object({ topicId: z.string(), rel: z.enum(TopicRel) })

/** A topic of the article. */
export type TopicContent = Readonly<z.output<typeof item>>

export const TOPICS: ContentList<TopicContent> = {
  table: 'revision_topic',
  item,
  fields: { topicId: stored('topic_id', 'uuid'), rel: stored('rel', 'topic_rel') },
  comparison: {
    identity: { keys: [({ topicId }) => topicId] },
    text: ({ topicId }, { nameOf }) => nameOf(topicId),
    about: ({ topicId }) => ({ subject: { type: 'Topic', id: topicId } }),
    inside: (was, is, place) => compareFields<TopicContent>({ topicId: isSame, rel: asValue }, was, is, place),
  },
}
