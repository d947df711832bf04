import type { CaptionContent, Content, CreditContent, TopicContent } from '../content/content.ts'
import { bodyChanges } from './body-changes.ts'
import { type ContentChange, changeOf, changesOf, type Part } from './change.ts'
import { type ListOf, listChanges } from './list-changes.ts'

/** What authors, topics and images are called today, by uuid: the words for what a content only points at. */
export type Names = Readonly<Record<string, string>>

type NameOf = (id: string) => string

/**
 * What differs between two contents, in the order of the page. Empty exactly where nothing does; every block, credit, caption and topic of
 * either content is the same in the other, or in one of the changes. Deterministic, and bounded for the largest content.
 */
export function contentChanges(before: Content, after: Content, names: Names = {}): ContentChange[] {
  const nameOf: NameOf = (id) => names[id] ?? id
  const captions = new Map([...before.captions, ...after.captions].map((caption) => [caption.id, caption]))
  const imageOf: NameOf = (captionId) => {
    const caption = captions.get(captionId)
    return caption ? captionText(caption, nameOf) : captionId
  }
  return [
    ...texts.flatMap((name) => changeOf(name, prose(name, before[name]), prose(name, after[name]))),
    ...bodyChanges(before.body, after.body, imageOf),
    ...listChanges(before.credits, after.credits, credits(nameOf)),
    ...listChanges(before.captions, after.captions, captionList(nameOf)),
    ...listChanges(before.topics, after.topics, topics(nameOf)),
  ]
}

const texts = ['kicker', 'headline', 'standfirst'] as const

const prose = (name: string, value: string | null): Part => ({ name, value, prose: 'text' })

/** Known by the author, or by the name where there is none; the same person may be credited in several roles. */
function credits(nameOf: NameOf): ListOf<CreditContent> {
  const parts = ({ role, authorId, name }: CreditContent): Part[] => [
    { name: 'role', value: role },
    { name: 'author', value: authorId && nameOf(authorId), id: authorId },
    prose('name', name),
  ]
  return {
    path: 'credits',
    text: ({ name }) => name,
    identity: {
      keys: [
        ({ role, authorId, name }) => JSON.stringify([role, authorId, name]),
        ({ role, authorId }) => authorId && `${role} ${authorId}`,
        ({ authorId }) => authorId,
        ({ role, name }) => `${role} ${name}`,
        ({ name }) => name,
      ],
      // A name that was misspelt; another author is another credit.
      replaces: (was, is) => was.role === is.role && was.authorId === null && is.authorId === null,
    },
    inside: (was, is, path) => changesOf(path, parts(was), parts(is)),
  }
}

function captionText({ text, imageId }: CaptionContent, nameOf: NameOf): string {
  return text ?? nameOf(imageId)
}

/** As schema.graphql calls its parts; null is the whole image. */
function cropText(crop: CaptionContent['crop']): string | null {
  return crop && `x ${crop.x}, y ${crop.y}, width ${crop.width}, height ${crop.height}`
}

function captionList(nameOf: NameOf): ListOf<CaptionContent> {
  const parts = ({ imageId, role, text, altText, credit, crop }: CaptionContent): Part[] => [
    { name: 'image', value: nameOf(imageId), id: imageId },
    { name: 'role', value: role },
    prose('text', text),
    prose('altText', altText),
    prose('credit', credit),
    { name: 'crop', value: cropText(crop) },
  ]
  return {
    path: 'captions',
    text: (caption) => captionText(caption, nameOf),
    identity: { keys: [({ id }) => id] },
    inside: (was, is, path) => changesOf(path, parts(was), parts(is)),
  }
}

function topics(nameOf: NameOf): ListOf<TopicContent> {
  return {
    path: 'topics',
    text: ({ topicId }) => nameOf(topicId),
    identity: { keys: [({ topicId }) => topicId] },
    inside: (was, is, path) => changeOf(`${path}.rel`, { name: 'rel', value: was.rel }, { name: 'rel', value: is.rel }),
  }
}
