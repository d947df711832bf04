import type { CropInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import type { Path } from '../../mutation/user-error.ts'
import type { CropArea } from '../lists/captions.ts'

/** A little more than the whole, for 0.1 + 0.7 + 0.2 is more than 1. */
const WHOLE = 1.000001

/** A part of a picture; null is the whole. */
export function parseCrop(crop: CropInput | null | undefined, path: Path, faults: Faults): CropArea | null {
  if (!crop) return null
  const { x, y, width, height } = crop
  const sides = [
    ['x', x, 'width', width],
    ['y', y, 'height', height],
  ] as const
  for (const [start, from, length, size] of sides) {
    if (!(from >= 0 && from < 1)) {
      faults.add('INVALID', [...path, start], `${from} lies outside the picture. Take a number from 0 to less than 1.`)
    } else if (!(size > 0 && from + size <= WHOLE)) {
      const message = `From ${from} on, ${size} is no part of the picture. Take a number above 0, and ${1 - from} at most.`
      faults.add('INVALID', [...path, length], message)
    }
  }
  return { x, y, width, height }
}
