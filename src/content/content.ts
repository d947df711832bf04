import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { type AiUse, NO_AI_USE, storedAiUse } from './ai-use.ts'
import type { Block } from './blocks/blocks.ts'
import { parseBody } from './body.ts'
import { CAPTIONS, type CaptionContent } from './lists/captions.ts'
import { CREDITS, type CreditContent } from './lists/credits.ts'
import { TOPICS, type TopicContent } from './lists/topics.ts'
import { type Texts, textNamed, textsOf } from './texts.ts'

/** The lists of an article, in the order of a diff. A list of `Lists` without a declaration does not compile. */
export const LISTS = { credits: CREDITS, captions: CAPTIONS, topics: TOPICS }

export interface Lists {
  readonly credits: readonly CreditContent[]
  readonly captions: readonly CaptionContent[]
  readonly topics: readonly TopicContent[]
}

export type ListName = keyof Lists

const isListName = (name: string): name is ListName => name in LISTS

export const LIST_NAMES: readonly ListName[] = Object.keys(LISTS).filter(isListName)

/** Everything that a revision says, lists in their order. Ids are uuids. */
export interface Content extends Texts, Lists {
  readonly body: readonly Block[]
  readonly aiUse: AiUse
}

/** What an article says of which nothing was said yet. */
export const NO_CONTENT: Content = {
  ...textsOf((name) => textNamed(name).empty),
  ...{ aiUse: NO_AI_USE, body: [], credits: [], captions: [], topics: [] },
}

const stored = z.looseObject({
  aiUse: storedAiUse,
  body: z.unknown().transform(parseBody),
  credits: z.array(CREDITS.item),
  captions: z.array(CAPTIONS.item),
  topics: z.array(TOPICS.item),
})

/** What `contentJson` gave. */
export function parseContent(json: unknown): Content {
  const { aiUse, body, credits, captions, topics, ...texts } = stored.parse(json)
  return { ...textsOf((name) => textNamed(name).stored.parse(texts[name])), aiUse, body, credits, captions, topics }
}

/** Whether two contents say the same. It decides whether a save writes a revision; a diff only describes what differs. */
export function isSameContent(one: Content, other: Content): boolean {
  return isDeepStrictEqual(one, other)
}

/** The parts of the content that are not the same in both: "headline", "body", "credits" … */
export function differingParts(one: Content, other: Content): string[] {
  const parts: Readonly<Record<string, unknown>> = { ...other }
  return Object.entries(one)
    .filter(([name, value]) => !isDeepStrictEqual(value, parts[name]))
    .map(([name]) => name)
}
