import * as z from 'zod'
import { CaptionRole, CreditRole, TopicRel } from '../generated/prisma/enums.ts'
import { type Block, parseBody } from './body.ts'

/** Everything that a revision says, lists in their order. Ids are uuids. */
export interface Content {
  readonly kicker: string | null
  readonly headline: string
  readonly standfirst: string | null
  readonly body: readonly Block[]
  readonly credits: readonly CreditContent[]
  readonly captions: readonly CaptionContent[]
  readonly topics: readonly TopicContent[]
}

export interface CreditContent {
  readonly role: CreditRole
  readonly authorId: string | null
  readonly name: string
}

/** The id stays the same over an article's revisions. */
export interface CaptionContent {
  readonly id: string
  readonly imageId: string
  readonly role: CaptionRole
  readonly text: string | null
  readonly altText: string | null
  readonly credit: string | null
  /** The part of the picture that it shows; null: the whole */
  readonly crop: Crop | null
}

/** A part of a picture, 0..1 from the top left. */
export interface Crop {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface TopicContent {
  readonly topicId: string
  readonly rel: TopicRel
}

const text = z.string().nullable()
const stored = z.object({
  kicker: text,
  headline: z.string(),
  standfirst: text,
  body: z.unknown().transform(parseBody),
  credits: z.array(
    z.object({
      role: z.enum(CreditRole),
      authorId: text,
      name: z.string(),
    }),
  ),
  captions: z.array(
    z.object({
      id: z.string(),
      imageId: z.string(),
      role: z.enum(CaptionRole),
      text,
      altText: text,
      credit: text,
      crop: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    }),
  ),
  topics: z.array(z.object({ topicId: z.string(), rel: z.enum(TopicRel) })),
})

/** What `contentJson` gave. */
export function parseContent(json: unknown): Content {
  return stored.parse(json)
}
