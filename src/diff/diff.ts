import type { ContentChange } from '../comparison/change.ts'
import { asText, type Place } from '../comparison/comparison.ts'
import { listChanges } from '../comparison/list-changes.ts'
import { aiUseChanges } from '../content/ai-use.ts'
import { BODY } from '../content/blocks/blocks.ts'
import { type Content, LISTS } from '../content/content.ts'
import { captionName } from '../content/lists/captions.ts'
import { TEXT_NAMES } from '../content/texts.ts'

/** What authors, topics and images are called today, by uuid: the words for what a content only points at. */
export type Names = Readonly<Record<string, string>>

/**
 * What differs between two contents, in the order of the page. Every block, credit, caption and topic of either content is the same in the
 * other, or in one of the changes. Deterministic, and bounded for the largest content. It describes; `isSameContent` decides.
 */
export function contentChanges(before: Content, after: Content, names: Names = {}): ContentChange[] {
  const captions = new Map([...before.captions, ...after.captions].map((caption) => [caption.id, caption]))
  const ownName = (id: string): string => names[id] ?? id
  const nameOf = (id: string): string => {
    const caption = captions.get(id)
    return caption ? captionName(caption, { nameOf: ownName }) : ownName(id)
  }
  const at = (path: string): Place => ({ path, basePath: path, nameOf })
  return [
    ...TEXT_NAMES.flatMap((name) => asText(before[name], after[name], at(name))),
    ...aiUseChanges(before.aiUse, after.aiUse, at('aiUse')),
    ...listChanges(before.body, after.body, BODY.comparison, at('body')),
    ...listChanges(before.credits, after.credits, LISTS.credits.comparison, at('credits')),
    ...listChanges(before.captions, after.captions, LISTS.captions.comparison, at('captions')),
    ...listChanges(before.topics, after.topics, LISTS.topics.comparison, at('topics')),
  ]
}
