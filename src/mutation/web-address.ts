import type { Limit } from '../contract/limits.ts'
import { badForm, tooManyCharacters } from './common-errors.ts'
import type { Faults } from './faults.ts'
import type { Reader } from './input.ts'
import type { Path } from './user-error.ts'

/** An address of an input. Null where it is none, and then that is a fault. */
export function parseAddress(text: string, path: Path, faults: Faults): URL | null {
  const address = URL.parse(text)
  if (address === null) {
    faults.take(
      badForm(path, text, ['https://example.org/page'], (value, examples) => {
        return `"${value}" is not a full address. Send one like ${examples}.`
      }),
    )
  }
  return address
}

/** What may be linked to. */
export interface Linked {
  /** As "https:" */
  readonly schemes: readonly string[]
  /** Notes that it has another */
  readonly refuse: (path: Path, faults: Faults) => void
}

/** An address that may be linked to: other schemes do something when they are followed, as javascript: does. */
export function parseLink(
  sent: string,
  path: Path,
  { most }: Limit,
  { schemes, refuse }: Linked,
  faults: Faults,
): string {
  const address = parseAddress(sent, path, faults)
  if (address === null) return sent
  const { protocol, href } = address
  if (!schemes.includes(protocol)) refuse(path, faults)
  else if (href.length > most) faults.take(tooManyCharacters(path, { actual: href.length, limit: most }))
  return href
}

const PAGES: Linked = {
  schemes: ['https:', 'http:'],
  refuse: (path, faults) =>
    faults.add('INVALID', path, 'An address must begin with https:// or http://. Send the full address of a page.'),
}

/** Reads the address of a page; null and the empty text are none. */
export function pageAddress(limit: Limit): Reader<string | null, string | null> {
  return (sent, path, faults) =>
    sent === null || sent.trim() === '' ? null : parseLink(sent, path, limit, PAGES, faults)
}

const SECURE_PAGES: Linked = {
  schemes: ['https:'],
  refuse: (path, faults) =>
    faults.add('INVALID', path, 'An address must begin with https://. Send the full address of a page.'),
}

/** Reads the address of a page that nobody can change on its way. */
export function securePage(limit: Limit): Reader<string, string> {
  return (sent, path, faults) => parseLink(sent, path, limit, SECURE_PAGES, faults)
}
