import type { ShareChannel } from '../generated/graphql.ts'
import { languageOf } from '../lib/locale.ts'
import { absoluteUrl, type Site } from '../site/site.ts'
import { percentEncode as encoded } from './percent-encode.ts'

/** What is shared of an article. */
export interface Shared {
  headline: string
  standfirst: string | null
  /** Of the article on the site, as articlePath makes it; never a whole URL, so that a share link can lead nowhere else */
  path: string
  locale: string
  /** Of its short addresses, if these are to be shared */
  code?: string | null
}

/** Campaign tags; what is missing or empty has a default. */
export interface Utm {
  /** The channel's name in lower case unless told */
  source?: string | null
  /** "email" for EMAIL and "social" for all others unless told */
  medium?: string | null
  /** "share" unless told */
  campaign?: string | null
}

export interface ShareLink {
  channel: ShareChannel
  /** For the button, in the article's language if it is translated, otherwise in English */
  label: string
  url: string
}

interface Message {
  /** On one line */
  headline: string
  standfirst: string
  /** The tagged address */
  address: string
  siteName: string
}

interface Channel {
  /** The last one of its short addresses. Never another one: addresses stay in use for years */
  letter: string
  labels: Readonly<Record<string, string>> & { en: string }
  medium?: string
  url: (message: Message) => string
}

const lines = ({ headline, address }: Message) => encoded(`${headline}\n${address}`)

/** Each with the address that its owner publishes for this purpose. */
export const CHANNELS = {
  EMAIL: {
    letter: 'm',
    labels: { en: 'Send by e-mail', he: 'שליחה בדואר אלקטרוני' },
    medium: 'email',
    url: mailto,
  },
  WHATSAPP: {
    letter: 'w',
    labels: { en: 'Share on WhatsApp', he: 'שיתוף בוואטסאפ' },
    // faq.whatsapp.com/5913398998672934
    url: (message) => `https://wa.me/?text=${lines(message)}`,
  },
  X: {
    letter: 'x',
    labels: { en: 'Share on X', he: 'שיתוף ב־X' },
    url: ({ headline, address }) => `https://x.com/intent/post?text=${encoded(headline)}&url=${encoded(address)}`,
  },
  FACEBOOK: {
    letter: 'f',
    labels: { en: 'Share on Facebook', he: 'שיתוף בפייסבוק' },
    // It takes the words from the page's Open Graph tags, and so does LinkedIn.
    url: ({ address }) => `https://www.facebook.com/sharer/sharer.php?u=${encoded(address)}`,
  },
  TELEGRAM: {
    letter: 't',
    labels: { en: 'Share on Telegram', he: 'שיתוף בטלגרם' },
    // core.telegram.org/widgets/share
    url: ({ headline, address }) => `https://t.me/share/url?url=${encoded(address)}&text=${encoded(headline)}`,
  },
  LINKEDIN: {
    letter: 'k',
    labels: { en: 'Share on LinkedIn', he: 'שיתוף בלינקדאין' },
    url: ({ address }) => `https://www.linkedin.com/sharing/share-offsite/?url=${encoded(address)}`,
  },
  BLUESKY: {
    letter: 'b',
    labels: { en: 'Share on Bluesky', he: 'שיתוף בבלוסקיי' },
    // docs.bsky.app/docs/advanced-guides/intent-links
    url: (message) => `https://bsky.app/intent/compose?text=${lines(message)}`,
  },
  THREADS: {
    letter: 'h',
    labels: { en: 'Share on Threads', he: 'שיתוף ב־Threads' },
    // developers.facebook.com/docs/threads/threads-web-intents
    url: ({ headline, address }) =>
      `https://www.threads.com/intent/post?text=${encoded(headline)}&url=${encoded(address)}`,
  },
  MASTODON: {
    letter: 'd',
    labels: { en: 'Share on Mastodon', he: 'שיתוף במסטודון' },
    // Asks the reader for the server; the text stays in the browser. blog.joinmastodon.org/2026/03/a-new-share-button
    url: (message) => `https://share.joinmastodon.org/#text=${lines(message)}`,
  },
  REDDIT: {
    letter: 'r',
    labels: { en: 'Share on Reddit', he: 'שיתוף ברדיט' },
    url: ({ headline, address }) => `https://www.reddit.com/submit?url=${encoded(address)}&title=${encoded(headline)}`,
  },
  COPY: {
    letter: 'c',
    labels: { en: 'Copy link', he: 'העתקת קישור' },
    url: ({ address }) => address,
  },
} satisfies Record<ShareChannel, Channel>

const BY_LETTER: ReadonlyMap<string, ShareChannel> = new Map(
  Object.entries(CHANNELS).flatMap(([name, { letter }]) => (isShareChannel(name) ? [[letter, name]] : [])),
)

export function isShareChannel(value: unknown): value is ShareChannel {
  return typeof value === 'string' && Object.hasOwn(CHANNELS, value)
}

export function shareLink(channel: ShareChannel, article: Shared, site: Site, utm: Utm = {}): ShareLink {
  const { labels, url }: Channel = CHANNELS[channel]
  const { code, path } = article
  const address = code ? shortUrl(code, channel, site) : taggedUrl(path, channel, site, utm)
  return {
    channel,
    label: labels[languageOf(article.locale)] ?? labels.en,
    url: url({
      headline: onOneLine(article.headline),
      standfirst: article.standfirst ?? '',
      address,
      siteName: site.name,
    }),
  }
}

/** The address of a page of the site as it is shared through the channel. */
export function taggedUrl(path: string, channel: ShareChannel, site: Site, utm: Utm = {}): string {
  const { medium = 'social' }: Channel = CHANNELS[channel]
  return tagged(absoluteUrl(path, site), {
    utm_source: utm.source || channel.toLowerCase(),
    utm_medium: utm.medium || medium,
    utm_campaign: utm.campaign || 'share',
  })
}

/** The short address that leads to the page and is counted for the channel. */
export function shortUrl(code: string, channel: ShareChannel, site: Site): string {
  return `${site.shortUrl}/${code}${CHANNELS[channel].letter}`
}

export interface ShortAddress {
  readonly code: string
  readonly channel: ShareChannel
}

/** What the last part of a short address says, in any case; null for what cannot be one. */
export function parseShortAddress(text: string): ShortAddress | null {
  const name = text.toLowerCase()
  const channel = BY_LETTER.get(name.slice(-1))
  const code = name.slice(0, -1)
  return channel && /^[0-9a-z]{7,12}$/.test(code) ? { code, channel } : null
}

/** The address with these parameters instead of existing ones with the same names. The rest of the address does not change. */
function tagged(address: string, tags: Readonly<Record<string, string>>): string {
  const [page = '', ...fragment] = address.split(/(?=#)/)
  const [base = '', ...query] = page.split('?')
  const otherParameters = query
    .join('?')
    .split('&')
    .filter((pair) => pair !== '' && !Object.hasOwn(tags, pair.replace(/=.*/s, '')))
  const added = Object.entries(tags).map(([name, value]) => `${name}=${encoded(value)}`)
  return `${base}?${[...otherParameters, ...added].join('&')}${fragment.join('')}`
}

/** RFC 6068: no "+" for a space, and line breaks are CRLF. */
function mailto({ headline, standfirst, address, siteName }: Message): string {
  const paragraphs = [headline, standfirst.trim().replace(/\r\n|\r|\n/g, '\r\n'), address].filter(Boolean)
  return `mailto:?subject=${encoded(`${headline} | ${siteName}`)}&body=${encoded(paragraphs.join('\r\n\r\n'))}`
}

/** A subject with a line break in it could add headers of its own to the letter. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
