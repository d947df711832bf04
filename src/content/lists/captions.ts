import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { asName, asText, asValue, asWords, compareFields, isSame, type Place } from '../../comparison/comparison.ts'
import { CaptionRole } from '../../generated/prisma/enums.ts'
import { type ContentList, stored, storedNumbers } from './content-list.ts'

/** The empty text is none: the image's is shown. */
const ownText = z
  .string()
  .nullable()
  .transform((text) => text || null)

const item = z.object({
  id: z.string(),
  imageId: z.string(),
  role: z.enum(CaptionRole),
  text: ownText,
  altText: ownText,
  credit: ownText,
  crop: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).readonly().nullable(),
})

/** The use of an image. The id stays the same over an article's revisions. */
export type CaptionContent = Readonly<z.output<typeof item>>

/** The part of an image that is shown, 0..1 from the top left. */
export type CropArea = NonNullable<CaptionContent['crop']>

export const CAPTIONS: ContentList<CaptionContent> = {
  table: 'caption',
  item,
  fields: {
    id: stored('id', 'uuid'),
    imageId: stored('image_id', 'uuid'),
    role: stored('role', 'caption_role'),
    text: stored('text', 'text'),
    altText: stored('alt_text', 'text'),
    credit: stored('credit', 'text'),
    crop: storedNumbers({ x: 'crop_x', y: 'crop_y', width: 'crop_width', height: 'crop_height' }),
  },
  comparison: {
    identity: { keys: [({ id }) => id] },
    text: captionName,
    about: ({ id }) => ({ subject: { type: 'Caption', id } }),
    inside: (was, is, place) =>
      compareFields<CaptionContent>(
        {
          ...{ id: isSame, imageId: asName('Image'), role: asValue, text: asText, altText: asText, credit: asText },
          crop: asWords(cropText),
        },
        was,
        is,
        place,
      ),
  },
}

/** What a caption is called: by its text, or else by its image. */
export function captionName({ text, imageId }: CaptionContent, { nameOf }: Pick<Place, 'nameOf'>): string {
  return text ?? nameOf(imageId)
}

/** Whether a gallery shows one image alike twice. In the text it may be shown wherever blocks show it. */
export function isShownTwice({ id: _one, ...one }: CaptionContent, { id: _other, ...other }: CaptionContent): boolean {
  return one.role === 'GALLERY' && isDeepStrictEqual(one, other)
}

/** As schema.graphql calls its parts. */
function cropText(crop: CropArea | null): string | null {
  return crop && `x ${crop.x}, y ${crop.y}, width ${crop.width}, height ${crop.height}`
}
