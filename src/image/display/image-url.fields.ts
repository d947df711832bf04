import { isDesk } from '../../desk/desk-only.ts'
import { numberOf, textOf, textOrNull } from '../../lib/json.ts'
import { type Addresses, type Image, type ImageAddresses, shownSize } from '../../media/serving/image-addresses.ts'
import {
  requestedImage,
  requestedImages,
  requestedRatio,
  requestedSources,
} from '../../media/serving/requested-image.ts'
import { shownPlaceholder } from '../../media/serving/shown-placeholder.ts'
import { computed, computedObject } from '../../reading/field.ts'
import { column, type Expression, type Field, type Planner, type Selection } from '../../reading/plan.ts'
import { servedToAll } from './rights.expressions.ts'
import { wordsVersion } from './words.expressions.ts'

const IMAGE: readonly Expression[] = [
  column('image', 'file'),
  column('image', 'width'),
  column('image', 'height'),
  column('image', 'focal_x'),
  column('image', 'focal_y'),
]

/** Of an image's row, or of one that joins its image. */
const words: Expression = (row) => wordsVersion(row.shape.table === 'image' ? row.alias : row.joined('image'))

type ImageFields = Record<'url' | 'srcSet' | 'sources', Field>

/**
 * The addresses of an image, for a shape of its table or one that joins it. An image that is not public, or may not be shown, is served at
 * addresses that cannot be guessed and that expire: for the desk, and for those who have a preview link. What readers reach otherwise is public
 * and may be shown, so it is not checked again for them.
 * @param crop how the row crops it: x, y, width and height
 */
export function imageFields(addresses: ImageAddresses, crop: readonly Expression[] = []): ImageFields {
  const needed = [words, ...IMAGE, ...crop]
  const forReaders = fieldsBy(needed, ([version, ...values]) => ({ by: addresses, image: imageOf(values, version) }))
  const forDesk = fieldsBy([servedToAll, ...needed], ([isServed, version, ...values]) => ({
    by: isServed === true ? addresses : addresses.ofHidden,
    image: imageOf(values, version),
  }))
  const fieldsFor = ({ planner }: Selection) => (seesHidden(planner) ? forDesk : forReaders)
  return {
    url: (selection, row) => fieldsFor(selection).url(selection, row),
    srcSet: (selection, row) => fieldsFor(selection).srcSet(selection, row),
    sources: (selection, row) => fieldsFor(selection).sources(selection, row),
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
    sources: computedObject(needed, (values, args) => {
      const { by, image } = servedAs(values)
      return by.sources(image, requestedSources(args))
    }),
  }
}

/** What is shown of the image, cropped as the row says and to the ratio that is asked for. */
export function shownFields(crop: readonly Expression[]): Record<'width' | 'height' | 'placeholder', Field> {
  const needed = [...IMAGE, ...crop]
  return {
    width: computed(needed, (values, args) => shownSize(imageOf(values, null), requestedRatio(args)).width),
    height: computed(needed, (values, args) => shownSize(imageOf(values, null), requestedRatio(args)).height),
    placeholder: computed([column('image', 'placeholder'), ...needed], ([whole, ...values], args) =>
      whole === null ? null : shownPlaceholder(imageOf(values, null), textOf(whole), requestedRatio(args)),
    ),
  }
}

/**
 * @param values of file, width, height, focal point and crop, in this order; of the last two what is not there is null
 * @param version of its words, or null
 */
export function imageOf(
  [file, width, height, focalX, focalY, x, y, cropWidth, cropHeight]: readonly unknown[],
  version: unknown,
): Image {
  return {
    file: textOf(file),
    words: textOrNull(version),
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
