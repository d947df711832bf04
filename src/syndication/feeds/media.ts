import type { MediaNs } from 'feedsmith'
import type { EntryImage } from './feed-article.ts'

/** The image of an entry in the elements of Media RSS, which Atom takes too. */
export function mediaOf(image: EntryImage | null): { media?: MediaNs.ItemOrFeed<true> } {
  if (!image) return {}
  const { url, width, height, alt, text, credit } = image
  const content = {
    ...{ url, type: 'image/jpeg', medium: 'image', width, height },
    ...(alt !== null && { title: { value: alt, type: 'plain' } }),
    ...(text !== null && { description: { value: text, type: 'plain' } }),
    ...(credit !== null && { credits: [{ value: credit }] }),
  }
  return { media: { contents: [content] } }
}
