import { REDIRECT } from '../contract/limits.ts'
import { ownUrl, pathBelow, type Site } from './site.ts'

/** Why a text is no path of the site. */
export type PathFault = 'ELSEWHERE' | 'ENCODING' | 'CHARACTERS' | 'FRONT_PAGE' | 'TOO_LONG'

export type OldPath =
  | { readonly path: string; readonly fault?: never }
  | { readonly path?: never; readonly fault: PathFault }

/**
 * The one form of a path of the site, of which there may be any number of spellings: decoded once, in Unicode's NFC, without empty parts and without a slash at
 * its end. Of the query string only the keys that the site names count, in alphabetical order. What would be read as something else stays encoded:
 * "%", "?", "#", "\", spaces, and a slash within a part. The form of a form is itself.
 */
export function parseOldPath(text: string, site: Site): OldPath {
  if (!text.isWellFormed()) return { fault: 'CHARACTERS' }
  const url = ownUrl(text, site) ?? ownUrl(withoutHost(text), site)
  if (!url) return { fault: 'ELSEWHERE' }
  const parts = pathBelow(url, site).split('/').filter(Boolean).map(decoded)
  if (parts.some((part) => part === null)) return { fault: 'ENCODING' }
  const path = `/${parts.join('/')}${queryOf(url, site)}`
  if (UNSAFE.test(path)) return { fault: 'CHARACTERS' }
  if (path === '/') return { fault: 'FRONT_PAGE' }
  return [...path].length > REDIRECT.path.most ? { fault: 'TOO_LONG' } : { path }
}

/** Control characters, and those that turn the direction of writing: an address would look like another. */
export const UNSAFE = /[\p{Cc}\p{Bidi_Control}]/u

const AMBIGUOUS = /[%?#\\/\s]/gu

/** "//2016/a" is a path with one slash too many, since no other host is meant. */
const withoutHost = (text: string): string => text.replace(/^\s*[/\\]{2,}/, '/')

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part).normalize('NFC').replace(AMBIGUOUS, encodeURIComponent)
  } catch {
    return null
  }
}

function queryOf(url: URL, site: Site): string {
  const named = [...url.searchParams]
    .filter(([key]) => site.queryKeysInPaths.includes(key))
    .map(([key, value]) => new URLSearchParams([[key, value.normalize('NFC')]]).toString())
  return named.length === 0 ? '' : `?${named.toSorted().join('&')}`
}
