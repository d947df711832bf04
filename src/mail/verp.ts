import { createHmac, timingSafeEqual } from 'node:crypto'

// Variable envelope return path: the address to which mail servers report a bounce identifies the mail. The mark proves that we made it.

const MARK_BYTES = 6
const FORM = /\+([0-9a-f]{32})([0-9a-f]{12})@/i

function markOf(id: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`verp:${id}`).digest().subarray(0, MARK_BYTES)
}

/** "bounces@daily.example" with the mail's id and mark before the @. */
export function verpAddress(bounceAddress: string, id: string, secret: string): string {
  const hex = id.replaceAll('-', '')
  return bounceAddress.replace('@', `+${hex}${markOf(hex, secret).toString('hex')}@`)
}

/** The id of the mail that an address was made for, in any case; null if we did not make it. */
export function mailOfVerp(address: string, secret: string): string | null {
  const [, id = '', mark = ''] = FORM.exec(address.toLowerCase()) ?? []
  if (id === '' || !timingSafeEqual(markOf(id, secret), Buffer.from(mark, 'hex'))) return null
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
