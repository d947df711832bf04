import * as z from 'zod'
import type { Path } from '../mutation/user-error.ts'
import { pathKey } from './blocks/block-list.ts'
import { type Block, BODY } from './blocks/blocks.ts'

// The body of a revision is stored as JSON: an array of blocks.

export interface BodyFault {
  /** From the array down: `[2, 'items', 0]` */
  readonly path: Path
  readonly message: string
}

/** The body is not an array of blocks as they should be; `faults` has each place. */
export class BodyError extends Error {
  readonly faults: readonly BodyFault[]

  constructor(faults: readonly BodyFault[]) {
    super(
      `Not a body: ${faults.map(({ path, message }) => `${z.core.toDotPath([...path]) || 'body'}: ${message}`).join('; ')}`,
    )
    this.name = 'BodyError'
    this.faults = faults
  }
}

/**
 * The blocks of a stored body, inline HTML cleaned.
 *
 * @throws BodyError with every fault
 */
export function parseBody(json: unknown): Block[] {
  const result = BODY.stored.safeParse(json)
  if (result.success) return result.data
  throw new BodyError(result.error.issues.map(({ path, message }) => ({ path: path.map(pathKey), message })))
}

/** The words of the body, a blank line between blocks. Captions are not among them: their words belong to the image. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.map(BODY.text).filter(Boolean).join('\n\n')
}
