import { z } from 'zod'
import type { CdnSettings } from './cdn-settings.ts'
import { commaSeparated, oneOf, text, webAddress } from './env-values.ts'

const webAddresses = z.string().transform((list, context) => {
  const parsed = commaSeparated(list).map((address) => webAddress.safeParse(address))
  const good = parsed.flatMap(({ success, data }) => (success ? [data] : []))
  if (good.length > 0 && good.length === parsed.length) return good
  context.addIssue('addresses separated by commas that begin with http:// or https://')
  return z.NEVER
})

export const cdnVariables = {
  CDN: oneOf(['none', 'fastly', 'cloudflare', 'varnish']).default('none'),
  FASTLY_SERVICE_ID: text.optional(),
  FASTLY_API_TOKEN: text.optional(),
  FASTLY_API_URL: webAddress.default('https://api.fastly.com'),
  CLOUDFLARE_ZONE_ID: text.optional(),
  CLOUDFLARE_API_TOKEN: text.optional(),
  CLOUDFLARE_API_URL: webAddress.default('https://api.cloudflare.com/client/v4'),
  VARNISH_URLS: webAddresses.optional(),
}

type Given = z.output<z.ZodObject<typeof cdnVariables>>

/** What each CDN cannot be purged without. */
const REQUIRED: Readonly<Record<Given['CDN'], readonly (keyof Given)[]>> = {
  none: [],
  fastly: ['FASTLY_SERVICE_ID', 'FASTLY_API_TOKEN'],
  cloudflare: ['CLOUDFLARE_ZONE_ID', 'CLOUDFLARE_API_TOKEN'],
  varnish: ['VARNISH_URLS'],
}

/** One line for each variable that the chosen CDN needs and that is missing. */
export function missingOfCdn(given: Record<string, string | undefined>): string[] {
  const chosen = cdnVariables.CDN.safeParse(given.CDN)
  if (!chosen.success) return []
  return REQUIRED[chosen.data]
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is missing. Allowed: with CDN=${chosen.data} it must be set.`)
}

/** Null: no CDN is purged. */
export function cdnFrom(given: Given): CdnSettings | null {
  const { FASTLY_SERVICE_ID, FASTLY_API_TOKEN, CLOUDFLARE_ZONE_ID, CLOUDFLARE_API_TOKEN, VARNISH_URLS } = given
  if (given.CDN === 'fastly' && FASTLY_SERVICE_ID !== undefined && FASTLY_API_TOKEN !== undefined)
    return { name: 'fastly', serviceId: FASTLY_SERVICE_ID, token: FASTLY_API_TOKEN, apiUrl: given.FASTLY_API_URL }
  if (given.CDN === 'cloudflare' && CLOUDFLARE_ZONE_ID !== undefined && CLOUDFLARE_API_TOKEN !== undefined) {
    const apiUrl = given.CLOUDFLARE_API_URL
    return { name: 'cloudflare', zoneId: CLOUDFLARE_ZONE_ID, token: CLOUDFLARE_API_TOKEN, apiUrl }
  }
  if (given.CDN === 'varnish' && VARNISH_URLS !== undefined) return { name: 'varnish', urls: VARNISH_URLS }
  return null
}
