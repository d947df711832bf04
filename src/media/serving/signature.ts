import { createHmac, timingSafeEqual } from 'node:crypto'

/** Signs what only we may name, and knows our signature again. */
export interface Signer {
  /** @returns 22 letters that may stand in an address: 132 bits */
  sign(text: string): string
  /** Takes the same time for every wrong signature of the right length. */
  isSigned(text: string, signature: string): boolean
}

const LETTERS = 22

export function signerOf(secret: string): Signer {
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url').slice(0, LETTERS)
  return {
    sign,
    isSigned(text, signature) {
      const [right, given] = [Buffer.from(sign(text)), Buffer.from(signature)]
      return given.length === right.length && timingSafeEqual(given, right)
    },
  }
}
