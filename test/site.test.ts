import { describe, expect, it } from 'vitest'
import {
  absoluteUrl,
  articlePath,
  authorPath,
  mediaUrl,
  parseSitePath,
  type Site,
  topicPath,
} from '../src/site/site.ts'

const site: Site = {
  url: 'https://daily.example',
  name: 'The Daily',
  mediaUrl: 'https://media.daily.example/pictures',
  shortUrl: 'https://api.daily.example/s',
  followUrl: 'https://api.daily.example/follow',
  feedsUrl: 'https://api.daily.example',
  defaultLocale: 'en',
  queryKeysInPaths: [],
  slugScript: 'ascii',
  redirectHosts: [],
}
const below: Site = { ...site, url: 'https://daily.example/news' }

const article = { kind: 'ARTICLE', locale: 'en', slug: 'talks-in-cairo' }

describe('addresses', () => {
  it('name the locale only where it is not the default', () => {
    expect(articlePath({ locale: 'en', slug: 'a' }, site)).toBe('/article/a')
    expect(articlePath({ locale: 'he', slug: 'a' }, site)).toBe('/he/article/a')
    expect(articlePath({ locale: 'en', slug: 'a' }, { ...site, defaultLocale: 'he' })).toBe('/en/article/a')
  })

  it('are absolute below the site', () => {
    expect(absoluteUrl(topicPath({ slug: 'egypt' }), below)).toBe('https://daily.example/news/topic/egypt')
    expect(absoluteUrl('@elsewhere.example', site)).toBe('https://daily.example/@elsewhere.example')
  })

  it('of images are encoded by segment', () => {
    expect(mediaUrl('2016/03/a b#1?.png', site)).toBe('https://media.daily.example/pictures/2016/03/a%20b%231%3F.png')
  })
})

describe('parseSitePath', () => {
  it.each([
    '/article/talks-in-cairo',
    'article/talks-in-cairo',
    '/article/talks-in-cairo/',
    '//daily.example/article//talks-in-cairo',
    ' /Article/Talks-In-CAIRO?utm_source=x&y#z ',
    '/article/talks%2Din%2dcairo',
    'https://daily.example/article/talks-in-cairo?page=2',
    'http://DAILY.example:80/article/talks-in-cairo',
    '/en/article/talks-in-cairo',
    '/topic/../article/talks-in-cairo',
  ])('reads %j', (path) => {
    expect(parseSitePath(path, site)).toEqual(article)
  })

  it('reads the locale in its proper form', () => {
    expect(parseSitePath('/zh-HANT/article/a', site)).toEqual({ kind: 'ARTICLE', locale: 'zh-Hant', slug: 'a' })
    expect(parseSitePath('/iw/article/a', site)).toMatchObject({ locale: 'he' })
  })

  it.each([below, site])('gives back what the site writes ($url)', (where) => {
    for (const locale of ['en', 'he', 'pt-BR'])
      for (const address of [
        articlePath({ locale, slug: 'a-1' }, where),
        absoluteUrl(articlePath({ locale, slug: 'a-1' }, where), where),
      ])
        expect(parseSitePath(address, where)).toEqual({ kind: 'ARTICLE', locale, slug: 'a-1' })
    expect(parseSitePath(topicPath({ slug: 'egypt' }), where)).toEqual({ kind: 'TOPIC', locale: null, slug: 'egypt' })
    expect(parseSitePath(absoluteUrl(authorPath({ slug: 'jack-khoury' }), where), where)).toEqual({
      kind: 'AUTHOR',
      locale: null,
      slug: 'jack-khoury',
    })
  })

  it.each([
    ['another host', 'https://elsewhere.example/article/a'],
    ['another host without its scheme', '//elsewhere.example/article/a'],
    ['another host by backslashes', '\\\\elsewhere.example\\article\\a'],
    ['another host after the own name', 'https://daily.example@elsewhere.example/article/a'],
    ['another host that begins alike', 'https://daily.example.elsewhere.example/article/a'],
    ['another port', 'https://daily.example:8443/article/a'],
    ['another scheme', 'javascript:/article/a'],
    ['nothing', ''],
    ['the front page', '/'],
    ['another kind', '/video/a'],
    ['what every object has', '/constructor/a'],
    ['no slug', '/article/'],
    ['a slug that is none', '/article/a_b'],
    ['a slug with a question in it', '/he/article/a%3Fb'],
    ['a slug with a space in it', '/article/חמאס-עזה%20'],
    ['more below', '/en/article/a/b'],
    ['a locale that is none', '/x_y/article/a'],
    ['a topic in a locale that is none', '/h/topic/egypt'],
    ['broken encoding', '/article/%E0%A4%A'],
    ['broken text', '\ud800'],
    ['no address at all', 'http://['],
  ])('is null for %s', (_what, path) => {
    expect(parseSitePath(path, site)).toBeNull()
  })
})
