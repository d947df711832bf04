import { createHash } from 'node:crypto'

// A tag names something that a response depends on: a response has a set of them, and an event those that it purges. The database makes the tags of
// events (purge_tag in the migrations); docs/tags.md has the table of both.

const LETTERS = { Article: 'a', Topic: 't', Author: 'u', Image: 'i' } as const

/** What has a tag of its own. */
export type TaggedType = keyof typeof LETTERS

/** A collision of two names purges too much, never too little. */
function tag(letter: string, name: string): string {
  return letter + createHash('md5').update(name).digest('hex').slice(0, 8)
}

/** Of everything: each response depends on it. */
export const EVERYTHING_TAG = 'all'

/** Of everything that has this type: for responses that depend on what objects say that they do not contain, or on too many of them. */
export function kindTag(type: TaggedType): string {
  return `${LETTERS[type]}all`
}

/** Of one object as readers see it. @param id its uuid */
export function entityTag(type: TaggedType, id: string): string {
  return tag(LETTERS[type], id)
}

/** Which lists: of all live articles, those of one locale, topic or author, all topics, those right below one, all authors, all images. */
export type ListName =
  | 'articles'
  | `articles ${'locale' | 'topic' | 'author'}=${string}`
  | 'topics'
  | `topics parent=${string}`
  | 'authors'
  | 'images'

export function listTag(name: ListName): string {
  return tag('l', name)
}

/** Of whatever is at a slug, in any locale. */
export function slugTag(type: Exclude<TaggedType, 'Image'>, slug: string): string {
  return tag('p', `${type.toLowerCase()} ${slug}`)
}

/** Of what search finds, in one locale or in any. */
export function searchTag(locale?: string): string {
  return tag('s', locale === undefined ? 'search' : `search locale=${locale}`)
}
