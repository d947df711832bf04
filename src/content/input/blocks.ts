import type { BlockInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import type { Path } from '../../mutation/user-error.ts'
import { type Block, BODY } from '../blocks/blocks.ts'
import { BLOCK_LIMITS } from '../blocks/limits.ts'
import type { Captions } from './captions.ts'

const PATH: Path = ['input', 'body']

/** The body of an input as it is stored. */
export function parseBlocks(given: readonly BlockInput[] | null, { byKey }: Captions, faults: Faults): Block[] {
  const blocks = given ?? []
  const { blocks: most, bodyBytes } = BLOCK_LIMITS
  if (blocks.length > most) {
    faults.add('TOO_LONG', PATH, `This has ${blocks.length} blocks. Shorten it to ${most} at most.`)
    return []
  }
  const body = BODY.parse(blocks, { path: PATH, captions: byKey, faults })
  const bytes = Buffer.byteLength(JSON.stringify(body))
  if (bytes > bodyBytes) {
    faults.add('TOO_LONG', PATH, `This has ${bytes} bytes. Shorten it to ${bodyBytes} at most.`)
  }
  return body
}
