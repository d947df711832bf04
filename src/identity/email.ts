import { USER } from '../contract/limits.ts'

/** Visible ASCII around one @: more would be guessing, and only a letter that arrives proves an address. */
const ADDRESS = /^[!-?A-~]+@[!-?A-~]+$/

/** In the form that accounts store, in lower case; null if it is not an address. */
export function emailAddress(text: string): string | null {
  const address = text.trim().toLowerCase()
  return ADDRESS.test(address) && address.length <= USER.email.most ? address : null
}
