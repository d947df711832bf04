import { type Limit, UTM } from '../contract/limits.ts'
import { badUserInput } from '../errors/errors.ts'
import type { UtmInput } from '../generated/graphql.ts'
import { characters } from '../lib/text/stored-text.ts'
import type { Site } from '../site/site.ts'
import { isShareChannel, type Shared, type ShareLink, shareLink, type Utm } from './share.rules.ts'

/** Each tag that is read, with how long it may be. */
const TAGS: Readonly<Record<keyof UtmInput, Limit>> = UTM

const isTag = (name: string): name is keyof UtmInput => Object.hasOwn(TAGS, name)

function utmOf(value: unknown): Utm {
  const utm: { -readonly [Name in keyof Utm]: Utm[Name] } = {}
  if (typeof value !== 'object' || value === null) return utm
  for (const [name, text] of Object.entries(value)) {
    if (isTag(name) && typeof text === 'string') utm[name] = parseTag(name, text)
  }
  return utm
}

function parseTag(name: keyof UtmInput, text: string): string {
  const { most } = TAGS[name]
  const length = characters(text)
  if (length <= most) return text
  const details = { argument: `utm.${name}`, allowed: `up to ${most} characters` }
  throw badUserInput(`\`utm.${name}\` has ${length} characters.`, details)
}

function utmOfShort() {
  const details = { argument: 'utm', allowed: 'nothing, with `short: true`' }
  return badUserInput('Short addresses have their own parameters: send `utm` or `short: true`, not both.', details)
}

/**
 * The links for the arguments of Article.shareLinks. Throws BAD_USER_INPUT for utm texts over 100 characters, and for those that a short address would lose.
 */
export function shareLinks(shared: Shared, site: Site, args: Readonly<Record<string, unknown>>): ShareLink[] {
  const utm = utmOf(args.utm)
  const isShort = args.short === true
  if (isShort && Object.keys(utm).length > 0) throw utmOfShort()
  const channels: unknown[] = Array.isArray(args.channels) ? args.channels : []
  return [...new Set(channels.filter(isShareChannel))].map((channel) =>
    shareLink(channel, isShort ? shared : { ...shared, code: null }, site, utm),
  )
}
