import { REDIRECT } from '../contract/limits.ts'
import { parseOldPath, UNSAFE } from '../site/old-path.ts'
import { ownUrl, parseSitePath, pathBelow, type Site, type SiteAddress } from '../site/site.ts'

/** Where a redirect leads: to the object at an address of the site, or to a path or address as it is written. */
export type WrittenTarget =
  | { readonly address: SiteAddress }
  | { readonly target: string; readonly targetPath: string | null }

/** No address at all; another host than those that redirects may lead to; too long. */
export type TargetFault = 'FORM' | 'ELSEWHERE' | 'TOO_LONG'

/** Reads the target of a redirect as it is written: a path or an address of the site, or of a host that is allowed. */
export function parseTarget(text: string, site: Site): WrittenTarget | { readonly fault: TargetFault } {
  const url =
    text.isWellFormed() && text.trim() !== '' && !UNSAFE.test(text.trim()) ? URL.parse(text, `${site.url}/`) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return { fault: 'FORM' }
  const isOwn = ownUrl(text, site) !== null
  if (!isOwn && !site.redirectHosts.includes(url.host)) return { fault: 'ELSEWHERE' }
  const address = isOwn ? parseSitePath(text, site) : null
  if (address) return { address }
  const target = isOwn ? `${pathBelow(url, site)}${url.search}${url.hash}` : url.href
  return target.length > REDIRECT.location.most
    ? { fault: 'TOO_LONG' }
    : { target, targetPath: isOwn ? pathIn(text, site) : null }
}

/** Null for the front page, and for what cannot be the path of a redirect. */
function pathIn(text: string, site: Site): string | null {
  return parseOldPath(text, site).path ?? null
}
