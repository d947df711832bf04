import type { Block } from '../../src/content/blocks/blocks.ts'
import type { Texts } from '../../src/content/texts.ts'

/** One use of a picture, by the picture's key in content/images.ts. What is left out is the picture's own. */
export interface ImageUse {
  image: string
  text?: string
  altText?: string
  credit?: string
}

/** A body block as the seed writes it: as it is stored, except that images are named by their keys and lists are not nested. */
export type WrittenBlock =
  | Exclude<Block, { type: 'image' | 'list' }>
  | { type: 'list'; ordered: boolean; items: string[] }
  | { type: 'picture'; use: ImageUse }

export type Role =
  | 'WRITER'
  | 'PHOTOGRAPHER'
  | 'ILLUSTRATOR'
  | 'VIDEOGRAPHER'
  | 'EDITOR'
  | 'TRANSLATOR'
  | 'RESEARCHER'
  | 'CONTRIBUTOR'

/** An author by slug, or a name that has no page, such as an agency's. */
export type WrittenCredit = { author: string; role?: Role; as?: string } | { name: string; role?: Role }

/** What one revision says. A text that is left out is empty. */
export interface Text extends Partial<Texts> {
  headline: string
  credits: WrittenCredit[]
  /** Topic slugs, the most important first */
  about: string[]
  mentions?: string[]
  lead?: ImageUse
  gallery?: ImageUse[]
  body: WrittenBlock[]
}

export type State =
  | { status: 'DRAFT' }
  | { status: 'SCHEDULED'; scheduledFor: string }
  /** `first` when the article had been published before and its text was replaced since: readers see that date */
  | { status: 'PUBLISHED'; at: string; first?: string }
  | { status: 'WITHDRAWN'; at: string; withdrawnAt: string; reason: string }
  | { status: 'TRASHED'; trashedAt: string; at?: string }

export interface Story {
  slug: string
  /** The addresses it had before, oldest first */
  formerSlugs?: string[]
  /** "en" when left out */
  locale?: string
  /** The slug of the English original */
  translationOf?: string
  state: State
  embargoedUntil?: string
  editorNote?: string
  /** What an earlier revision said; never seen again */
  earlier?: Text
  text: Text
  /** The draft that is being written while `text` is live */
  newer?: Text
  corrections?: { kind: 'CORRECTION' | 'CLARIFICATION' | 'UPDATE'; at: string; text: string }[]
  /** Slugs of English articles */
  pins?: string[]
  exclusions?: string[]
}

export const p = (html: string): WrittenBlock => ({ type: 'paragraph', html })
export const h = (text: string, level: 2 | 3 | 4 = 2): WrittenBlock => ({ type: 'heading', level, text })
export const quote = (text: string, attribution: string | null = null): WrittenBlock => ({
  type: 'quote',
  text,
  attribution,
})
export const bullets = (...items: string[]): WrittenBlock => ({ type: 'list', ordered: false, items })
export const numbered = (...items: string[]): WrittenBlock => ({ type: 'list', ordered: true, items })
export const table = (captionText: string | null, header: string[], ...rows: string[][]): WrittenBlock => ({
  type: 'table',
  header,
  rows,
  captionText,
})
export const divider = (): WrittenBlock => ({ type: 'divider', style: 'LINE' })
export const factBox = (title: string, ...facts: string[]): WrittenBlock => ({
  type: 'factBox',
  title,
  content: [{ type: 'list', ordered: false, items: facts.map((html) => ({ html, level: 1 })) }],
})
export const embed = (url: string, provider: string | null, title: string | null): WrittenBlock => ({
  type: 'embed',
  url,
  provider,
  title,
})
export const picture = (image: string, text?: string): WrittenBlock => ({
  type: 'picture',
  use: text === undefined ? { image } : { image, text },
})

export const by = (author: string, role?: Role): WrittenCredit => (role === undefined ? { author } : { author, role })
