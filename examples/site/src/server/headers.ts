import type { Loaded } from './load-page.ts'

/** For shared caches: a change is seen after this time at the latest. */
const SHARED_SECONDS = 60

/** The headers of a page. A preview is for one person: nobody stores it, finds it, or learns its address. */
export function headersOf({ page }: Loaded, copydeskUrl: string): Record<string, string> {
  const isPreview = page.kind === 'preview'
  return {
    'content-security-policy': policyOf(copydeskUrl),
    'x-content-type-options': 'nosniff',
    'referrer-policy': isPreview ? 'no-referrer' : 'strict-origin-when-cross-origin',
    'cache-control': isPreview ? 'private, no-store' : `public, max-age=0, s-maxage=${SHARED_SECONDS}`,
    ...(isPreview ? { 'x-robots-tag': 'noindex' } : {}),
  }
}

/** Scripts and styles only from this site. Images may come from the address of Copydesk or its CDN. */
function policyOf(copydeskUrl: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' https: http:",
    `connect-src 'self' ${new URL(copydeskUrl).origin}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
