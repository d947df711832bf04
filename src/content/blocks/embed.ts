import { escapeUTF8 as escapeAttribute, escapeText } from 'entities'
import * as z from 'zod'
import { asText, asValue } from '../../comparison/comparison.ts'
import type { EmbedBlock, EmbedInput } from '../../generated/graphql.ts'
import { paragraphOf } from '../../markup/markdown.ts'
import type { Faults } from '../../mutation/faults.ts'
import { type InputsOf, readInput } from '../../mutation/input.ts'
import { parseText, text } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import type { BlockPlace } from './block-place.ts'
import { optionalText, plainText } from './stored.ts'

const LIMITS = { url: { most: 2000 }, provider: { most: 100 }, title: { most: 300 } } as const

const NO_ADDRESS = 'Must be an https address.'

const READS = {
  url: typedAddress,
  provider: text(LIMITS.provider),
  title: text(LIMITS.title),
} satisfies InputsOf<EmbedInput>

/** Something of another site. In HTML it is a plain link: other sites' frames and scripts are the page's decision, and need its readers' consent. */
export const embed = blockKind({
  typename: 'EmbedBlock',
  stored: z.strictObject({
    type: z.literal('embed'),
    url: plainText.refine(mayBeTyped, NO_ADDRESS).transform(normalised),
    provider: optionalText,
    title: optionalText,
  }),
  limits: { EmbedInput: LIMITS },
  parse: (input: EmbedInput, { path, faults }: BlockPlace) => ({
    type: 'embed',
    ...readInput(input, READS, faults, path),
  }),
  unfinished: ({ url }) => (isAddress(url) ? [] : [{ rule: 'embedAddress', path: ['url'] }]),
  text: ({ title }) => title ?? '',
  html: ({ url, provider, title }) => {
    if (!isAddress(url)) return ''
    const caption = title !== null && provider !== null ? `<figcaption>${escapeText(provider)}</figcaption>` : ''
    return `<figure><a href="${escapeAttribute(url)}">${escapeText(title ?? provider ?? url)}</a>${caption}</figure>\n`
  },
  markdown: ({ url, provider, title }) => {
    if (!isAddress(url)) return []
    const source = title !== null && provider !== null ? [{ type: 'text' as const, value: ` (${provider})` }] : []
    const link = { type: 'link' as const, url, children: [{ type: 'text' as const, value: title ?? provider ?? url }] }
    return [paragraphOf(link, ...source)]
  },
  value: ({ url, provider, title }) => ({ url, provider, title }) satisfies ValueOf<EmbedBlock>,
  comparisons: { url: asValue, provider: asValue, title: asText },
  name: ({ url, title }) => title ?? url,
})

function typedAddress(sent: string, path: Path, faults: Faults): string {
  const typed = parseText(sent, path, LIMITS.url, faults) ?? ''
  if (!mayBeTyped(typed)) faults.add('INVALID', path, NO_ADDRESS)
  return typed
}

/** A complete address is normalised, because a browser reads the "https:host" that URL takes as a relative one; half of one stays as it is. */
function normalised(typed: string): string {
  const url = URL.parse(typed)
  return url?.protocol === 'https:' ? url.href : typed
}

/** A preview shows drafts: markup in place of an address, and an address of another scheme than a page's, is not stored. */
function mayBeTyped(url: string): boolean {
  if (/[<>]/.test(url)) return false
  const protocol = URL.parse(url)?.protocol
  return protocol === undefined || protocol === 'https:' || protocol === 'http:'
}

function isAddress(url: string): boolean {
  return url.startsWith('https://') && URL.canParse(url)
}
