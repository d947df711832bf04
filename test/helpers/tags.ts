import { tagOf, tagOfAll } from '../../src/reading/tags/tag.ts'

const LETTERS = { Article: 'a', Topic: 't', Author: 'u', Image: 'i', Front: 'f' } as const

type Tagged = keyof typeof LETTERS

export const EVERYTHING_TAG = 'all'

export const kindTag = (type: Tagged) => tagOfAll(LETTERS[type])

export const entityTag = (type: Tagged, uuid: string) => tagOf(LETTERS[type], uuid)

/** Of what others show of an article. */
export const cardTag = (uuid: string) => tagOf('c', uuid)

/** "articles", "articles locale=he", "topics parent=<uuid>" … */
export const listTag = (name: string) => tagOf('l', name)

/** Of whatever is at a slug, in any locale. */
export const slugTag = (type: Exclude<Tagged, 'Image'>, slug: string) => tagOf('p', `${type.toLowerCase()} ${slug}`)

export const searchTag = (locale?: string) => tagOf('s', locale === undefined ? 'search' : `search locale=${locale}`)

/** Of what a redirect of another system leads to. */
export const oldPathTag = (path: string) => tagOf('p', `path ${path}`)
