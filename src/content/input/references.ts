import { isAnySlug } from '../../lib/text/slug.ts'
import { uuidOf } from '../../reading/global-id.ts'
import type { Content } from '../content.ts'
import { firstItems, type MetadataInput, type TextInput } from './article-input.ts'
import type { InheritedTexts } from './own-texts.ts'

/** What an input names, to be looked up. Ids are uuids; what cannot be one is not looked up, and so not found. */
export interface Named {
  readonly authorIds: readonly string[]
  readonly topicIds: readonly string[]
  readonly topicSlugs: readonly string[]
  readonly imageIds: readonly string[]
  /** The language that names of authors are printed in */
  readonly locale: string
  /** An article whose story is asked for */
  readonly storyOf: string | null
}

/** What there is of it. */
export interface References {
  /** Names by the authors' ids, in the language of the article */
  readonly authors: ReadonlyMap<string, string>
  /** By the ids that name them */
  readonly topics: ReadonlyMap<string, NamedTopic>
  /** By the slugs that name them */
  readonly topicsBySlug: ReadonlyMap<string, NamedTopic>
  /** What the uses of an image inherit, by its id */
  readonly images: ReadonlyMap<string, InheritedTexts>
  readonly story: Story | null
}

/** The topic that an id or a slug leads to. */
export interface NamedTopic {
  readonly id: string
  /** Whether it was named as it was before: by the id of a topic that was merged into it, or by an old slug */
  readonly isFormer: boolean
}

/** An article and its translations, except those in the trash. */
export interface Story {
  /** What they have in common */
  readonly groupId: string
  readonly articles: readonly { readonly id: string; readonly locale: string; readonly headline: string }[]
}

/** The article that an input changes. */
export interface Before {
  readonly id: string
  readonly locale: string
  readonly content: Pick<Content, 'captions'>
}

/** @param before the article that is changed; null for a new one */
export function namedBy(input: TextInput & MetadataInput, before: Before | null): Named {
  const { credits, topics, captions } = input
  const imagesBefore = captions ? (before?.content.captions ?? []).map(({ imageId }) => imageId) : []
  return {
    authorIds: uuids(
      'Author',
      firstItems(credits).map(({ authorId }) => authorId),
    ),
    topicIds: uuids(
      'Topic',
      firstItems(topics).map(({ topicId }) => topicId),
    ),
    topicSlugs: firstItems(topics).flatMap(({ slug }) => (typeof slug === 'string' && isAnySlug(slug) ? [slug] : [])),
    imageIds: uuids(
      'Image',
      firstItems(captions).map(({ imageId }) => imageId),
    ).concat(imagesBefore),
    locale: input.locale ?? before?.locale ?? '',
    storyOf: storyOf(input, before?.id ?? null),
  }
}

/** A story has one article in each language: who joins one, leaves one or changes the language must know the others. */
function storyOf({ translationOf, locale }: MetadataInput, articleId: string | null): string | null {
  if (typeof translationOf === 'string') return uuidOf('Article', translationOf)
  return translationOf === null || locale !== undefined ? articleId : null
}

function uuids(type: string, ids: readonly (string | null | undefined)[]): string[] {
  return ids.flatMap((id) => uuidOf(type, id) ?? [])
}
