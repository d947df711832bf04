import type { BlockInput } from '../../generated/graphql.ts'
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
    faults.add('TOO_LONG', PATH, `This has ${blocks.length} blocks. Shorten it to at most ${most}.`)
    return []
  }
  const body = BODY.parse(blocks, { path: PATH, captions: byKey, faults })
  const bytes = Buffer.byteLength(JSON.stringify(body))
  if (bytes > mostBytes) {
    faults.add('TOO_LONG', PATH, `This has ${bytes} bytes. Shorten it to at most ${mostBytes}.`)
  }
  return body
}
