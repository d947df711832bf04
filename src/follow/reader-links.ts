import type { Site } from '../site/site.ts'
import type { Purpose } from './reader-token.ts'

const PAGES: Readonly<Record<Purpose, string>> = { CONFIRM: 'confirm', MANAGE: 'manage', UNSUBSCRIBE: 'unsubscribe' }

/** The page that a link in a mail leads to. Opening it changes nothing. */
export function readerLink(purpose: Purpose, token: string, { followUrl }: Pick<Site, 'followUrl'>): string {
  return `${followUrl}/${PAGES[purpose]}?token=${token}`
}
