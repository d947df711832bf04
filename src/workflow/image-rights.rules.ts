import type { CaptionRole, Warning } from '../generated/graphql.ts'
import { excerpt } from '../lib/text.ts'
import type { Faults } from '../mutation/faults.ts'

/** A picture as a revision would show it. */
export interface ShownPicture {
  readonly role: CaptionRole
  readonly position: number
  /** As readers get them: the caption's own, or the image's */
  readonly text: string | null
  readonly altText: string | null
  /** The global id */
  readonly imageId: string
  /** What the library knows the picture by */
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

/** Nothing goes live knowingly with a picture that readers would not get to see. What is withheld later is left out then. */
export function checkPictures(pictures: readonly ShownPicture[], { now, publishAt }: Showing, faults: Faults): void {
  for (const picture of pictures) {
    const { isWithheld, rightsExpireAt } = picture
    const wayOut = 'Use another image, or remove the caption.'
    if (isWithheld) faults.add('INVALID', ['input', 'id'], `${inWords(picture)}, which is withheld. ${wayOut}`)
    else if (rightsExpireAt !== null && rightsExpireAt <= now) {
      const message = `${inWords(picture)}, whose rights ended at ${rightsExpireAt.toISOString()}. ${wayOut}`
      faults.add('INVALID', ['input', 'id'], message)
    } else if (rightsExpireAt !== null && publishAt !== undefined && rightsExpireAt <= publishAt) {
      const message = `${inWords(picture)}, whose rights end at ${rightsExpireAt.toISOString()}, before the article goes live. ${wayOut}`
      faults.add('INVALID', ['input', 'publishAt'], message)
    }
  }
}

/** What the pictures leave to be wished for. */
export function warningsOf(pictures: readonly ShownPicture[]): Warning[] {
  return pictures
    .filter(({ role, altText }) => role !== 'GALLERY' && altText === null)
    .map((picture) => ({
      code: 'MISSING_ALT_TEXT',
      path: ['captions', String(picture.position), 'altText'],
      message: `${inWords(picture)}, which has no alternative text. Describe what it shows, in the caption or in the image.`,
    }))
}

/** "Caption 1 (LEAD, "Arrival") shows the picture "The delegation" (image_…)". */
function inWords({ role, position, text, name, imageId }: ShownPicture): string {
  const words = text === null ? '' : `, "${excerpt(text, EXCERPT)}"`
  return `Caption ${position + 1} (${role}${words}) shows the image "${excerpt(name, EXCERPT)}" (${imageId})`
}
