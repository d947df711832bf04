import type { Signer } from './signature.ts'

// The desk sees images that nobody else may see, in pages whose img elements send no token. So the address itself opens the file, for a
// day or two: it says until when, and is signed with that.

/** The parts of such an address. */
export interface DeskAddress {
  readonly signature: string
  /** Seconds since 1970 */
  readonly until: string
  /** Of an original, or of a rendition as `renditionName` writes it */
  readonly name: string
}

const DAY = 86_400
const HOUR = 3600

/** A file name never contains a space, so a signature made here is valid for nothing else. */
const signedText = ({ until, name }: Omit<DeskAddress, 'signature'>): string => `${until} ${name}`

/**
 * Below /media, good until the end of the day after this one in UTC: all of a day it is the same, and a browser loads the file once a page.
 * @param now in milliseconds since 1970
 */
export function deskPath(name: string, { sign }: Signer, now = Date.now()): string {
  const until = String((Math.floor(now / 1000 / DAY) + 2) * DAY)
  return `d/${sign(signedText({ until, name }))}/${until}/${name}`
}

/** Whether we have signed it, and it is not over. */
export function isOpen({ signature, ...said }: DeskAddress, { isSigned }: Signer, now = Date.now()): boolean {
  return isSigned(signedText(said), signature) && isNotOver(said, now)
}

const isNotOver = ({ until }: Pick<DeskAddress, 'until'>, now: number): boolean => now < Number(until) * 1000

// The very bytes of an original say more than the image: where it was taken, the camera, the photographer. Their address is another one, signed
// for nothing else, and good for an hour or two.

const signedDownload = (said: Omit<DeskAddress, 'signature'>): string => `original ${signedText(said)}`

/** Below /media. @param name of an original */
export function downloadPath(name: string, { sign }: Signer, now = Date.now()): string {
  const until = String((Math.floor(now / 1000 / HOUR) + 2) * HOUR)
  return `o/${sign(signedDownload({ until, name }))}/${until}/${name}`
}

export function isOpenDownload({ signature, ...said }: DeskAddress, { isSigned }: Signer, now = Date.now()): boolean {
  return isSigned(signedDownload(said), signature) && isNotOver(said, now)
}
