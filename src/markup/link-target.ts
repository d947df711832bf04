const SCHEME = /^[a-z][a-z0-9+.-]*:/i
const ALLOWED_SCHEME = /^(?:https?|mailto):/i

/** Two slashes name another server; browsers read a backslash as a slash. */
const OTHER_SERVER = /^[/\\]{2}/

/** Browsers ignore these in an address, wherever they stand. */
const IGNORED = /[\p{Cc}\u2028\u2029]/gu

/** The characters that no address has, and that could end an attribute or a tag */
const ENCODED: Readonly<Record<string, string>> = { ' ': '%20', '"': '%22', '<': '%3C', '>': '%3E', '\\': '%5C' }

/** The address that a link in running text may lead to, as it is stored; null for one that it may not. */
export function linkTarget(href: string): string | null {
  const address = href.replace(IGNORED, '').trim()
  if (OTHER_SERVER.test(address)) return null
  if (SCHEME.test(address) && !ALLOWED_SCHEME.test(address)) return null
  return address.replace(/[ "<>\\]/g, (character) => ENCODED[character] ?? '')
}
