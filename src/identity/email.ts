import { USER } from '../contract/limits.ts'

/** Visible ASCII around one @: more would be guessing, and only a letter that arrives proves an address. */
const ADDRESS = /^[!-?A-~]+@[!-?A-~]+$/

/** As accounts keep it, in lower case; null for what is no address. */
export function emailAddress(text: string): string | null {
  const address = text.trim().toLowerCase()
  return ADDRESS.test(address) && address.length <= USER.email.most ? address : null
}
