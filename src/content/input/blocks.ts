import type {
  BlockInput,
  EmbedInput,
  HeadingInput,
  ImageBlockInput,
  ListInput,
  QuoteInput,
} from '../../generated/graphql.ts'
import { isStorable, isVisible, withoutControls } from '../../lib/text.ts'
import type { Faults } from '../../mutation/faults.ts'
import { NOT_STORABLE, parseRequiredText, parseText, STAND_IN } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { type Block, BodyError, parseBody } from '../body.ts'
import { blockText, DEEPEST, isTooDeep, sanitizeInline } from '../inline-html.ts'
import type { Captions } from './captions.ts'

const PATH: Path = ['input', 'body']
const MOST_BLOCKS = 500

/** Of the body as it is stored: JSON in UTF-8. */
const MOST_BYTES = 1_000_000

/** In place of a caption that is missing, until the input is refused. */
const NO_CAPTION = '00000000-0000-0000-0000-000000000000'

/** The body of an input as it is stored. Texts are looked at here, for their limits are an input's; the rest is parseBody's to find. */
export function parseBlocks(given: readonly BlockInput[] | null, { byKey }: Captions, faults: Faults): Block[] {
  const blocks = given ?? []
  if (blocks.length > MOST_BLOCKS) {
    faults.add('TOO_LONG', PATH, `This has ${blocks.length} blocks. Shorten it to at most ${MOST_BLOCKS}.`)
    return []
  }
  const stored = blocks.map((block, index) => asStored(block, [...PATH, index], byKey, faults))
  const body = parseStored(stored, faults)
  const bytes = Buffer.byteLength(JSON.stringify(body))
  if (bytes > MOST_BYTES) {
    faults.add('TOO_LONG', PATH, `This has ${bytes} bytes. Shorten it to at most ${MOST_BYTES}.`)
  }
  return body
}

/** A block as parseBody takes it. */
interface StoredBlock {
  readonly type: string
  readonly [part: string]: unknown
}

function asStored(block: BlockInput, path: Path, byKey: Captions['byKey'], faults: Faults): StoredBlock {
  if (block.paragraph) {
    return { type: 'paragraph', html: parseHtml(block.paragraph.html, [...path, 'paragraph', 'html'], faults) }
  }
  if (block.heading) return heading(block.heading, [...path, 'heading'], faults)
  if (block.image) return image(block.image, [...path, 'image'], byKey, faults)
  if (block.quote) return quote(block.quote, [...path, 'quote'], faults)
  if (block.list) return list(block.list, [...path, 'list'], faults)
  return embed(block.embed, [...path, 'embed'], faults)
}

function parseHtml(html: string, path: Path, faults: Faults): string {
  if (!isStorable(html)) {
    faults.add('INVALID', path, NOT_STORABLE)
    return STAND_IN
  }
  if (isTooDeep(html)) {
    const message = `Elements are nested more than ${DEEPEST} deep. Remove some of them.`
    faults.add('INVALID', path, message)
    return STAND_IN
  }
  const clean = sanitizeInline(withoutControls(html)).trim()
  if (isVisible(blockText(clean))) return clean
  faults.add(
    'REQUIRED',
    path,
    'Nothing is left after forbidden markup is removed. Enter some text, or remove the block.',
  )
  return STAND_IN
}

function heading({ level, text }: HeadingInput, path: Path, faults: Faults) {
  return { type: 'heading', level, text: parseRequiredText(text, [...path, 'text'], { most: 300 }, faults) }
}

function image({ captionKey }: ImageBlockInput, path: Path, byKey: Captions['byKey'], faults: Faults) {
  const captionId = byKey.get(captionKey)
  if (captionId === undefined) {
    const message =
      'No caption has this key. Send the `key` of a caption in `captions`; if `captions` is omitted, the id of a caption of the article.'
    faults.add('INVALID', [...path, 'captionKey'], message)
  }
  return { type: 'image', captionId: captionId ?? NO_CAPTION }
}

function quote({ text, attribution }: QuoteInput, path: Path, faults: Faults) {
  return {
    type: 'quote',
    text: parseRequiredText(text, [...path, 'text'], { most: MOST_BYTES, lines: true }, faults),
    attribution: parseText(attribution, [...path, 'attribution'], { most: 500 }, faults),
  }
}

function list({ ordered = false, items }: ListInput, path: Path, faults: Faults) {
  return {
    type: 'list',
    ordered,
    items: items.map((item, index) => parseHtml(item, [...path, 'items', index], faults)),
  }
}

function embed({ url, provider, title }: EmbedInput, path: Path, faults: Faults) {
  return {
    type: 'embed',
    url: url.href,
    provider: parseText(provider, [...path, 'provider'], { most: 100 }, faults),
    title: parseText(title, [...path, 'title'], { most: 300 }, faults),
  }
}

/** The errors of stored blocks, with paths of the input: a `type` there is a field around the rest here. */
function parseStored(stored: readonly StoredBlock[], faults: Faults): Block[] {
  try {
    return parseBody(stored)
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    for (const {
      code,
      path: [index, ...rest],
      message,
    } of error.faults) {
      const kind = stored[Number(index)]?.type ?? ''
      faults.add(code, [...PATH, Number(index), kind, ...rest], message)
    }
    return []
  }
}
