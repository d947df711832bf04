import type { CaptionRole, Warning } from '../generated/graphql.ts'
import { excerpt } from '../lib/text.ts'
import type { Faults } from '../mutation/faults.ts'

/** An image as a revision would show it. */
export interface ShownImage {
  readonly role: CaptionRole
  readonly position: number
  /** As readers get them: the caption's own, or the image's */
  readonly text: string | null
  readonly altText: string | null
  /** The global id */
  readonly imageId: string
  /** What the library knows the image by */
  readonly name: string
  readonly isWithheld: boolean
  readonly rightsExpireAt: Date | null
}

/** When it is to be shown: at once, or when the schedule says. */
export interface Showing {
  readonly now: Date
  readonly publishAt?: Date
}

/** Long enough to know a text by, short enough for a message. */
const EXCERPT = 60

/** An article is not published with an image that readers may not see. An image that is withheld later is then left out. */
export function checkImages(images: readonly ShownImage[], { now, publishAt }: Showing, faults: Faults): void {
  for (const image of images) {
    const { isWithheld, rightsExpireAt } = image
    const wayOut = 'Use another image, or remove the caption.'
    if (isWithheld) faults.add('INVALID', ['input', 'id'], `${inWords(image)}, which is withheld. ${wayOut}`)
    else if (rightsExpireAt !== null && rightsExpireAt <= now) {
      const message = `${inWords(image)}, whose rights ended at ${rightsExpireAt.toISOString()}. ${wayOut}`
      faults.add('INVALID', ['input', 'id'], message)
    } else if (rightsExpireAt !== null && publishAt !== undefined && rightsExpireAt <= publishAt) {
      const message = `${inWords(image)}, whose rights end at ${rightsExpireAt.toISOString()}, before the article goes live. ${wayOut}`
      faults.add('INVALID', ['input', 'publishAt'], message)
    }
  }
}

/** What the images leave to be wished for. */
export function warningsOf(images: readonly ShownImage[]): Warning[] {
  return images
    .filter(({ role, altText }) => role !== 'GALLERY' && altText === null)
    .map((image) => ({
      code: 'MISSING_ALT_TEXT',
      path: ['captions', String(image.position), 'altText'],
      message: `${inWords(image)}, which has no alternative text. Describe what it shows, in the caption or in the image.`,
    }))
}

/** "Caption 1 (LEAD, "ImageSource") shows the image "The delegation" (image_…)". */
function inWords({ role, position, text, name, imageId }: ShownImage): string {
  const words = text === null ? '' : `, "${excerpt(text, EXCERPT)}"`
  return `Caption ${position + 1} (${role}${words}) shows the image "${excerpt(name, EXCERPT)}" (${imageId})`
}
