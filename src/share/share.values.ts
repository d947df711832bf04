import { badUserInput } from '../errors/errors.ts'
import type { Site } from '../site/site.ts'
import { isShareChannel, type Shared, type ShareLink, shareLink, type Utm } from './share.rules.ts'

const MAX_UTM_LENGTH = 100

function utmOf(value: unknown): Utm {
  const utm: Record<string, string> = {}
  if (typeof value !== 'object' || value === null) return utm
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') continue
    if (text.length > MAX_UTM_LENGTH) {
      throw badUserInput(`\`utm.${name}\` has ${text.length} characters.`, {
        argument: `utm.${name}`,
        allowed: `up to ${MAX_UTM_LENGTH} characters`,
      })
    }
    utm[name] = text
  }
  return utm
}

/** The links for the arguments of Article.shareLinks. Throws BAD_USER_INPUT for utm texts over 100 characters. */
export function shareLinks(shared: Shared, site: Site, args: Readonly<Record<string, unknown>>): ShareLink[] {
  const utm = utmOf(args.utm)
  const channels: unknown[] = Array.isArray(args.channels) ? args.channels : []
  return channels.filter(isShareChannel).map((channel) => shareLink(channel, shared, site, utm))
}
