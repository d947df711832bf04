import { numberOf, textOf } from '../lib/json.ts'
import { askedPicture, askedPictures } from '../media/asked-picture.ts'
import type { Picture, PictureAddresses } from '../media/picture-addresses.ts'
import { computed } from '../reading/field.ts'
import { column, type Expression, type Field } from '../reading/plan.ts'

const PICTURE: readonly Expression[] = [
  column('image', 'file'),
  column('image', 'width'),
  column('image', 'height'),
  column('image', 'focal_x'),
  column('image', 'focal_y'),
]

/** Where a picture is served, for a shape of its table or one that joins it. @param crop how the row crops it: x, y, width and height */
export function pictureFields(
  addresses: PictureAddresses,
  crop: readonly Expression[] = [],
): Record<'url' | 'srcSet', Field> {
  const needed = [...PICTURE, ...crop]
  return {
    url: computed(needed, (values, args) => addresses.url(pictureOf(values), askedPicture(args))),
    srcSet: computed(needed, (values, args) => addresses.srcSet(pictureOf(values), askedPictures(args))),
  }
}

function pictureOf([file, width, height, focalX, focalY, x, y, cropWidth, cropHeight]: readonly unknown[]): Picture {
  return {
    file: textOf(file),
    width: numberOf(width),
    height: numberOf(height),
    focus: isThere(focalX) ? { x: numberOf(focalX), y: numberOf(focalY) } : null,
    crop: isThere(x)
      ? { x: numberOf(x), y: numberOf(y), width: numberOf(cropWidth), height: numberOf(cropHeight) }
      : null,
  }
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined
}
