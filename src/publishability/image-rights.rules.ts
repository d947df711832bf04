import type { CaptionRole, Publishability, Warning } from '../generated/graphql.ts'
import { excerpt } from '../lib/text/stored-text.ts'
import type { Faults } from '../mutation/faults.ts'
import { detailedError, type Path, type Subject, type UserError } from '../mutation/user-error.ts'

/** An image as a revision would show it. */
export interface ShownImage {
  readonly role: CaptionRole
  readonly position: number
  /** As readers get them: the caption's own, or the image's */
  readonly text: string | null
  readonly altText: string | null
  readonly image: Subject
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
    const { rightsExpireAt } = image
    const why = whyNotShown(image, now)
    if (why !== null) faults.take(notShown(ID, image, why))
    else if (rightsExpireAt !== null && publishAt !== undefined && rightsExpireAt <= publishAt) {
      const later = `whose rights end at ${rightsExpireAt.toISOString()}, before the article goes live`
      faults.take(notShown(['input', 'publishAt'], image, later))
    }
  }
}

/** The same, by the captions that show them now. */
export function imageProblems(images: readonly ShownImage[], { now }: Showing): Publishability[] {
  return images.flatMap((image): Publishability[] => {
    const why = whyNotShown(image, now)
    if (why === null) return []
    return [{ code: 'INVALID', path: ['captions', String(image.position), 'imageId'], message: inSentence(image, why) }]
  })
}

function whyNotShown({ isWithheld, rightsExpireAt }: ShownImage, now: Date): string | null {
  if (isWithheld) return 'which is withheld'
  return rightsExpireAt === null || rightsExpireAt > now
    ? null
    : `whose rights ended at ${rightsExpireAt.toISOString()}`
}

function inSentence(image: ShownImage, why: string): string {
  return `${inWords(image)}, ${why}. Use another image, or remove the caption.`
}

const ID = ['input', 'id']

function notShown(path: Path, image: ShownImage, why: string): UserError {
  const { position, role, isWithheld: withheld, rightsExpireAt } = image
  const details = {
    __typename: 'ImageRightsDetails',
    position,
    role,
    image: image.image,
    withheld,
    rightsExpireAt: rightsExpireAt?.toISOString() ?? null,
  } as const
  return detailedError('INVALID', path, details, () => inSentence(image, why))
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
