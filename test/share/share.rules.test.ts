import { describe, expect, it } from 'vitest'
import type { ShareChannel } from '../../src/generated/graphql.ts'
import { type Shared, shareLink } from '../../src/share/share.rules.ts'
import type { Site } from '../../src/site/site.ts'

const site: Site = {
  url: 'https://daily.example',
  name: 'The Daily & Sons',
  mediaUrl: 'https://daily.example/media',
  shortUrl: 'https://api.daily.example/s',
  followUrl: 'https://api.daily.example/follow',
  feedsUrl: 'https://api.daily.example',
  defaultLocale: 'en',
  queryKeysInPaths: [],
  slugScript: 'ascii',
  redirectHosts: [],
}
const channels: ShareChannel[] = [
  ...(['EMAIL', 'WHATSAPP', 'X', 'FACEBOOK', 'TELEGRAM', 'LINKEDIN'] as const),
  ...(['BLUESKY', 'THREADS', 'MASTODON', 'REDDIT', 'COPY'] as const),
]
const english: Shared = {
  headline: 'Officials: "50% & more" + one',
  standfirst: "It's the first visit.\nThe talks #1 begin?",
  path: '/article/officials',
  locale: 'en',
}
const hebrew: Shared = {
  headline: 'בכירים בחמאס נסעו לקהיר – "לתקן את היחסים"',
  standfirst: 'דובר צה״ל סירב להגיב',
  path: '/he/article/officials',
  locale: 'he',
}

/** As RFC 6068 says to read it: split, then percent-decode; a "+" is a plus. */
function letterOf(mailto: string): Record<string, string> {
  const fields = mailto.slice(mailto.indexOf('?') + 1).split('&')
  return Object.fromEntries(fields.map((field) => field.split('=').map(decodeURIComponent)))
}

function addressIn(channel: ShareChannel, url: string): string {
  if (channel === 'COPY') return url
  const text =
    channel === 'EMAIL'
      ? letterOf(url).body
      : decodeURIComponent(/[?&#](?:url|u|text)=([^&]*(?=&url|$)|[^&]*)/.exec(url)?.[1] ?? '')
  const params = new URL(url).searchParams
  const found = /https:\/\/daily\.example\S*/.exec(params.get('url') ?? params.get('u') ?? text ?? '')
  return found?.[0] ?? ''
}

describe('shareLink', () => {
  it.each(channels)('%s shares the address with its tags, decodable and plain ASCII', (channel) => {
    for (const article of [english, hebrew]) {
      const { url } = shareLink(channel, article, site)
      const address = new URL(addressIn(channel, url))

      expect(url).toMatch(/^[\x21-\x7e]+$/)
      expect(address.origin + address.pathname).toBe(`https://daily.example${article.path}`)
      expect(Object.fromEntries(address.searchParams)).toEqual({
        utm_source: channel.toLowerCase(),
        utm_medium: channel === 'EMAIL' ? 'email' : 'social',
        utm_campaign: 'share',
      })
    }
  })

  it.each([
    ['WHATSAPP', 'https://wa.me/', 'text'],
    ['X', 'https://x.com/intent/post', 'text'],
    ['TELEGRAM', 'https://t.me/share/url', 'text'],
    ['BLUESKY', 'https://bsky.app/intent/compose', 'text'],
    ['THREADS', 'https://www.threads.com/intent/post', 'text'],
    ['REDDIT', 'https://www.reddit.com/submit', 'title'],
  ] as const)('%s carries the headline whole', (channel, base, field) => {
    for (const article of [english, hebrew]) {
      const url = new URL(shareLink(channel, article, site).url)

      expect(url.origin + url.pathname).toBe(base)
      expect(url.searchParams.get(field)?.split('\n')[0]).toBe(article.headline)
      expect(url.hash).toBe('')
    }
  })

  it('leaves the words to the page where the channel takes only an address', () => {
    expect(shareLink('FACEBOOK', english, site).url).toBe(
      'https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fdaily.example%2Farticle%2Fofficials' +
        '%3Futm_source%3Dfacebook%26utm_medium%3Dsocial%26utm_campaign%3Dshare',
    )
    expect(shareLink('LINKEDIN', english, site).url).toMatch(
      /^https:\/\/www\.linkedin\.com\/sharing\/share-offsite\/\?url=https%3A/,
    )
  })

  it('gives Mastodon the text in the fragment', () => {
    const [page, text = ''] = shareLink('MASTODON', hebrew, site).url.split('#text=')

    expect(page).toBe('https://share.joinmastodon.org/')
    expect(decodeURIComponent(text)).toMatch(
      `${hebrew.headline}\nhttps://daily.example/he/article/officials?utm_source=mastodon`,
    )
  })

  it('gives the address itself for COPY', () => {
    expect(shareLink('COPY', english, site).url).toBe(
      'https://daily.example/article/officials?utm_source=copy&utm_medium=social&utm_campaign=share',
    )
  })
})

describe('the mailto link of a shared article', () => {
  it.each([english, hebrew])('decodes to the headline, standfirst and address that were encoded', (article) => {
    const { url } = shareLink('EMAIL', article, site)

    expect(url).toMatch(/^mailto:\?/)
    expect(letterOf(url)).toEqual({
      subject: `${article.headline} | The Daily & Sons`,
      body: [
        article.headline,
        article.standfirst?.replace('\n', '\r\n'),
        `https://daily.example${article.path}?utm_source=email&utm_medium=email&utm_campaign=share`,
      ].join('\r\n\r\n'),
    })
  })

  it('breaks lines with CRLF alone and has no plus for a space', () => {
    const { url } = shareLink('EMAIL', { ...english, standfirst: 'one\rtwo\nthree\r\nfour' }, site)

    expect(url).toContain('one%0D%0Atwo%0D%0Athree%0D%0Afour')
    expect(url.replaceAll('%0D%0A', '')).not.toMatch(/%0A|%0D|\+/)
  })

  it('cannot be given headers by a headline', () => {
    const { url } = shareLink('EMAIL', { ...english, headline: 'News\r\nBcc: all@elsewhere.example&bcc=x' }, site)

    expect(Object.keys(letterOf(url))).toEqual(['subject', 'body'])
    expect(letterOf(url).subject).toBe('News Bcc: all@elsewhere.example&bcc=x | The Daily & Sons')
  })

  it('does without a standfirst', () => {
    const { url } = shareLink('EMAIL', { ...english, standfirst: null }, site)

    expect(letterOf(url).body?.split('\r\n\r\n')).toHaveLength(2)
  })

  it('encodes text with half a surrogate pair', () => {
    expect(letterOf(shareLink('EMAIL', { ...english, headline: 'x\ud800' }, site).url).subject).toMatch(/^x\ufffd/)
  })
})

describe('campaign tags', () => {
  it('are the given utm parameters, encoded', () => {
    const { url } = shareLink('COPY', english, site, { source: 'a&b=c', medium: 'news letter', campaign: 'חורף #1+' })

    expect(url).not.toContain('+')
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      utm_source: 'a&b=c',
      utm_medium: 'news letter',
      utm_campaign: 'חורף #1+',
    })
  })

  it('have defaults for what is null or empty', () => {
    const { url } = shareLink('X', english, site, { source: '', medium: null, campaign: undefined })

    expect(url).toBe(shareLink('X', english, site).url)
  })

  it('replace older ones and leave the rest of the address as it is', () => {
    const path = '/article/officials?page=2&utm_source=old&q=a%20b?&toString=1#talks'

    expect(shareLink('COPY', { ...english, path }, site).url).toBe(
      'https://daily.example/article/officials?page=2&q=a%20b?&toString=1&utm_source=copy&utm_medium=social&utm_campaign=share#talks',
    )
  })

  it.each(['//elsewhere.example/x', '@elsewhere.example/', '.elsewhere.example', 'https://elsewhere.example/'])(
    'and whatever the path %s: the address is on the site',
    (path) => {
      expect(new URL(shareLink('COPY', { ...english, path }, site).url).host).toBe('daily.example')
    },
  )
})

describe('labels of share links', () => {
  it('are in the language of the article, else in English', () => {
    expect(shareLink('EMAIL', english, site).label).toBe('Send by e-mail')
    expect(shareLink('WHATSAPP', { ...english, locale: 'en-GB' }, site).label).toBe('Share on WhatsApp')
    expect(shareLink('WHATSAPP', hebrew, site).label).toBe('שיתוף בוואטסאפ')
    expect(shareLink('COPY', { ...hebrew, locale: 'fr' }, site).label).toBe('Copy link')
  })

  it.each(channels)('of %s differ by language', (channel) => {
    expect(shareLink(channel, hebrew, site).label).toMatch(/[א-ת]/)
    expect(shareLink(channel, hebrew, site).channel).toBe(channel)
  })
})
