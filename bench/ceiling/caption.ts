import type { Figure } from '../../src/content/blocks/figure.ts'
import type { Addresses } from '../../src/media/serving/image-addresses.ts'
import { mediaUrl, type Site } from '../../src/site/site.ts'

/** A caption with its image as `captionSql` gives it. */
export interface CaptionRow {
  id: string
  role: string
  position: number
  text: string | null
  altText: string | null
  credit: string | null
  crop: { x: number; y: number; width: number; height: number } | null
  image: {
    id: string
    file: string
    width: number
    height: number
    mimeType: string
    altText: string | null
    description: string | null
    credit: string | null
    x: number | null
    y: number | null
    words: string | null
  }
}

/** Of what may be shown, as readers get it: `join image i on i.id = c.image_id and …` */
export const isUsableSql = '(i.withheld_at is null and (i.rights_expire_at is null or i.rights_expire_at > now()))'

/** The version of what the files of `image i` say of it. */
export const wordsSql = `case when coalesce(i.credit, i.creator, i.copyright_notice, i.web_statement, i.digital_source) is not null then left(md5(concat_ws(e'\\x1f',
  coalesce(i.credit, ''), coalesce(i.creator, ''), coalesce(i.copyright_notice, ''), coalesce(i.web_statement, ''), coalesce(i.digital_source, ''))), 8) end`

/** Of `caption c join image i`. */
export const captionSql = `json_build_object('id', c.id, 'role', c.role, 'position', c.position,
  'text', coalesce(nullif(c.text, ''), nullif(i.description, '')), 'altText', coalesce(nullif(c.alt_text, ''), nullif(i.alt_text, '')),
  'credit', coalesce(nullif(c.credit, ''), nullif(i.credit, '')),
  'crop', case when c.crop_x is not null then json_build_object('x', c.crop_x, 'y', c.crop_y, 'width', c.crop_width, 'height', c.crop_height) end,
  'image', json_build_object('id', i.id, 'file', i.file, 'width', i.width, 'height', i.height, 'mimeType', i.mime_type,
    'altText', i.alt_text, 'description', i.description, 'credit', i.credit, 'x', i.focal_x, 'y', i.focal_y, 'words', ${wordsSql}))`

/** The address of the original of an image whose files say what `words` is the version of. */
export function imageUrl(file: string, words: string | null, site: Site): string {
  return mediaUrl(words === null ? file : `c/${words}/${file}`, site)
}

export function caption({ id, crop: _, image: { file, x, y, words, ...image }, ...rest }: CaptionRow, site: Site) {
  return {
    ...rest,
    id: `caption_${id}`,
    image: {
      ...image,
      id: `image_${image.id}`,
      url: imageUrl(file, words, site),
      focalPoint: x === null ? null : { x, y },
    },
  }
}

export function figure({ image, crop, altText, text, credit }: CaptionRow, images: Addresses): Figure {
  const { file, width, height, words } = image
  return { ...images.embedded({ file, width, height, crop, focus: null, words }), altText, text, credit }
}
