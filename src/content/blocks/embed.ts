import { escapeUTF8 as escapeAttribute, escapeText } from 'entities'
import * as z from 'zod'
import { asText, asValue } from '../../comparison/comparison.ts'
import type { EmbedBlock, EmbedInput } from '../../generated/graphql.ts'
import { type InputsOf, type Reader, readInput } from '../../mutation/input.ts'
import { text } from '../../mutation/plain-text.ts'
import { parseAddress } from '../../mutation/web-address.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import { optionalText } from './stored.ts'

const LIMITS = { provider: { most: 100 }, title: { most: 300 } } as const

const secureAddress: Reader<string, string> = (sent, path, faults) => {
  const address = parseAddress(sent, path, faults)
  if (address && address.protocol !== 'https:') faults.add('INVALID', path, 'Must be an https address.')
  return address?.href ?? sent
}

const READS = {
  url: secureAddress,
  provider: text(LIMITS.provider),
  title: text(LIMITS.title),
} satisfies InputsOf<EmbedInput>

/** Something of another site. In HTML it is a plain link: other sites' frames and scripts are the page's decision, and need its readers' consent. */
export const embed = blockKind({
  typename: 'EmbedBlock',
  stored: z.strictObject({
    type: z.literal('embed'),
    // Normalised, because a browser reads the "https:host" that URL takes as a relative address.
    url: z.url({ protocol: /^https$/, normalize: true, error: 'Must be an https address.' }),
    provider: optionalText,
    title: optionalText,
  }),
  limits: { EmbedInput: LIMITS },
  parse: (input: EmbedInput, { path, faults }: BlockPlace) => ({
    type: 'embed',
    ...readInput(input, READS, faults, path),
  }),
  text: ({ title }) => title ?? '',
  html: ({ url, provider, title }) => {
    if (!url.startsWith('https://')) return ''
    const caption = title !== null && provider !== null ? `<figcaption>${escapeText(provider)}</figcaption>` : ''
    return `<figure><a href="${escapeAttribute(url)}">${escapeText(title ?? provider ?? url)}</a>${caption}</figure>\n`
  },
  value: ({ url, provider, title }) => ({ url, provider, title }) satisfies ValueOf<EmbedBlock>,
  comparisons: { url: asValue, provider: asValue, title: asText },
  name: ({ url, title }) => title ?? url,
})
