import { isDesk } from '../../desk/desk-only.ts'
import { numberOf, textOf } from '../../lib/json.ts'
import type { Addresses, Image, ImageAddresses } from '../../media/serving/image-addresses.ts'
import { requestedImage, requestedImages } from '../../media/serving/requested-image.ts'
import { computed } from '../../reading/field.ts'
import { column, type Expression, type Field, type Planner, type Selection } from '../../reading/plan.ts'
import { servedToAll } from './rights.expressions.ts'

const IMAGE: readonly Expression[] = [
  column('image', 'file'),
  column('image', 'width'),
  column('image', 'height'),
  column('image', 'focal_x'),
  column('image', 'focal_y'),
]

type ImageFields = Record<'url' | 'srcSet', Field>

/**
 * The addresses of an image, for a shape of its table or one that joins it. An image that is not public, or may not be shown, is served at
 * addresses that cannot be guessed and that expire: for the desk, and for those who have a preview link. What readers reach otherwise is public
 * and may be shown, so it is not checked again for them.
 * @param crop how the row crops it: x, y, width and height
 */
export function imageFields(addresses: ImageAddresses, crop: readonly Expression[] = []): ImageFields {
  const needed = [...IMAGE, ...crop]
  const forReaders = fieldsBy(needed, (values) => ({ by: addresses, image: imageOf(values) }))
  const forDesk = fieldsBy([servedToAll, ...needed], ([isServed, ...values]) => ({
    by: isServed === true ? addresses : addresses.ofHidden,
    image: imageOf(values),
  }))
  const fieldsFor = ({ planner }: Selection) => (seesHidden(planner) ? forDesk : forReaders)
  return {
    url: (selection, row) => fieldsFor(selection).url(selection, row),
    srcSet: (selection, row) => fieldsFor(selection).srcSet(selection, row),
  }
}

/** Whether images can be reached that readers do not get: by the desk, and below an article that is shown as a draft. */
export function seesHidden({ audience, isPrivate }: Planner): boolean {
  return isDesk(audience) || isPrivate
}

interface Served {
  readonly by: Addresses
  readonly image: Image
}

function fieldsBy(needed: readonly Expression[], servedAs: (values: readonly unknown[]) => Served): ImageFields {
  return {
    url: computed(needed, (values, args) => {
      const { by, image } = servedAs(values)
      return by.url(image, requestedImage(args))
    }),
    srcSet: computed(needed, (values, args) => {
      const { by, image } = servedAs(values)
      return by.srcSet(image, requestedImages(args))
    }),
  }
}

/** @param values of file, width, height, focal point and crop, in this order; of the last two what is not there is null */
export function imageOf([file, width, height, focalX, focalY, x, y, cropWidth, cropHeight]: readonly unknown[]): Image {
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
