import type { CropInput } from '../../generated/graphql.ts'
import { outOfRange } from '../../mutation/common-errors.ts'
import type { Faults } from '../../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import type { Path } from '../../mutation/user-error.ts'
import type { CropArea } from '../lists/captions.ts'

/** A little more than the whole, for 0.1 + 0.7 + 0.2 is more than 1. */
const WHOLE = 1.000001

const READS = { x: asSent, y: asSent, width: asSent, height: asSent } satisfies InputsOf<CropInput>

/** A part of an image; null is the whole. */
export function parseCrop(sent: CropInput | null, path: Path, faults: Faults): CropArea | null {
  if (!sent) return null
  const { x, y, width, height } = readInput(sent, READS, faults, path)
  const sides = [
    ['x', x, 'width', width],
    ['y', y, 'height', height],
  ] as const
  for (const [start, from, length, size] of sides) {
    if (!(from >= 0 && from < 1)) {
      const range = { min: 0, max: 1, maxIncluded: false }
      faults.take(
        outOfRange([...path, start], from, range, ({ number, min, max }) => {
          return `${number} is outside the image. Send a number from ${min} to less than ${max}.`
        }),
      )
    } else if (!(size > 0 && from + size <= WHOLE)) {
      const range = { min: 0, minIncluded: false, max: 1 - from }
      faults.take(
        outOfRange([...path, length], size, range, ({ number, min, max }) => {
          return `This is ${number}. Starting at ${from}, it must be above ${min} and at most ${max}.`
        }),
      )
    }
  }
  return { x, y, width, height }
}
