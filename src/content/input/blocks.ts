import type { BlockInput } from '../../generated/graphql.ts'
import { tooManyBytes, tooManyItems } from '../../mutation/common-errors.ts'
import type { Faults } from '../../mutation/faults.ts'
import type { Path } from '../../mutation/user-error.ts'
import { type Block, BODY } from '../blocks/blocks.ts'
import { BODY_LIMITS } from '../blocks/limits.ts'
import type { Captions } from './captions.ts'

const PATH: Path = ['input', 'body']

/** The body of an input as it is stored. */
export function parseBlocks(given: readonly BlockInput[] | null, { byKey }: Captions, faults: Faults): Block[] {
  const blocks = given ?? []
  const { blocks: most, bytes: mostBytes } = BODY_LIMITS
  if (blocks.length > most) {
    faults.take(tooManyItems(PATH, { actual: blocks.length, limit: most }, 'blocks'))
    return []
  }
  const body = BODY.parse(blocks, { path: PATH, captions: byKey, faults })
  const bytes = Buffer.byteLength(JSON.stringify(body))
  if (bytes > mostBytes) faults.take(tooManyBytes(PATH, { actual: bytes, limit: mostBytes }))
  return body
}
