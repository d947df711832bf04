import type { Figure } from '../../src/article/body-html.ts'
import { mediaUrl, type Site } from '../../src/site.ts'

/** A caption with its picture as `captionSql` gives it. */
export interface CaptionRow {
  id: string
  role: string
  position: number
  text: string | null
  altText: string | null
  credit: string | null
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
  }
}

/** Of `caption c join image i`. */
export const captionSql = `json_build_object('id', c.id, 'role', c.role, 'position', c.position,
  'text', coalesce(nullif(c.text, ''), nullif(i.description, '')), 'altText', coalesce(nullif(c.alt_text, ''), nullif(i.alt_text, '')),
  'credit', coalesce(nullif(c.credit, ''), nullif(i.credit, '')),
  'image', json_build_object('id', i.id, 'file', i.file, 'width', i.width, 'height', i.height, 'mimeType', i.mime_type,
    'altText', i.alt_text, 'description', i.description, 'credit', i.credit, 'x', i.focal_x, 'y', i.focal_y))`

export function caption({ id, image: { file, x, y, ...image }, ...rest }: CaptionRow, site: Site) {
  return {
    ...rest,
    id: `caption_${id}`,
    image: { ...image, id: `image_${image.id}`, url: mediaUrl(file, site), focalPoint: x === null ? null : { x, y } },
  }
}

export function figure({ image, altText, text, credit }: CaptionRow, site: Site): Figure {
  return { src: mediaUrl(image.file, site), width: image.width, height: image.height, altText, text, credit }
}
