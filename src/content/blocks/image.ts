import * as z from 'zod'
import { asName } from '../../comparison/comparison.ts'
import type { ImageBlock, ImageBlockInput } from '../../generated/graphql.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import { figureHtml, figureMarkdown } from './figure.ts'

/** In place of a caption that is missing, until the input is refused. */
const NO_CAPTION = '00000000-0000-0000-0000-000000000000'

const UNKNOWN_KEY =
  'No caption has this key. Use the `key` of a caption in `captions`; if `captions` is omitted, use the id of a caption that the article has.'

const READS = { captionKey: asSent } satisfies InputsOf<ImageBlockInput>

/** An image of the article, by its caption, whose words belong to the image and not to the body. */
export const image = blockKind({
  typename: 'ImageBlock',
  stored: z.strictObject({ type: z.literal('image'), captionId: z.guid().toLowerCase() }),
  parse: (input: ImageBlockInput, { path, captions, faults }: BlockPlace) => {
    const { captionKey } = readInput(input, READS, faults, path)
    const captionId = captions.get(captionKey)
    if (captionId === undefined) faults.add('INVALID', [...path, 'captionKey'], UNKNOWN_KEY)
    return { type: 'image', captionId: captionId ?? NO_CAPTION }
  },
  text: () => '',
  html: ({ captionId }, figures) => {
    const figure = figures.get(captionId)
    return figure ? figureHtml(figure) : ''
  },
  markdown: ({ captionId }, { figures }) => {
    const figure = figures.get(captionId)
    return figure ? figureMarkdown(figure) : []
  },
  value: ({ captionId }, captions) =>
    ({ caption: (key: string) => captions(key).get(captionId) ?? null }) satisfies ValueOf<ImageBlock>,
  comparisons: { captionId: asName('Caption') },
  subject: ({ captionId }) => ({ type: 'Caption', id: captionId }),
  name: ({ captionId }, { nameOf }) => nameOf(captionId),
})
