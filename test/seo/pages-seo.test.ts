import { describe, expect, it } from 'vitest'
import { SITE_URL, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { expectedHead, headHtml, readHead } from './head.ts'
import { nodeOf, seoOf } from './seo-documents.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

describe('Topic.seo', () => {
  it('is a CollectionPage about what the topic stands for, below the topics above it', async () => {
    const world = await given.topic({ name: 'World', slug: 'world', kind: 'SECTION' })
    await given.topic({
      name: 'Egypt',
      slug: 'egypt',
      kind: 'PLACE',
      parent: world,
      description: 'A country\non the Nile.',
      sameAs: ['https://www.wikidata.org/wiki/Q79'],
    })

    const seo = await seoOf(api, 'topic', '(slug: "egypt")')

    expect(seo).toMatchObject({
      title: 'Egypt | Copydesk',
      description: 'A country on the Nile.',
      canonical: `${SITE_URL}/topic/egypt`,
      robots: 'index, follow, max-image-preview:large',
      alternates: [],
      openGraph: { type: 'website', title: 'Egypt', publishedTime: null, image: null },
      breadcrumbs: [
        { name: 'Copydesk', url: SITE_URL, position: 1 },
        { name: 'World', url: `${SITE_URL}/topic/world`, position: 2 },
        { name: 'Egypt', url: `${SITE_URL}/topic/egypt`, position: 3 },
      ],
    })
    expect(nodeOf(seo, 'CollectionPage')).toMatchObject({
      url: `${SITE_URL}/topic/egypt`,
      about: { '@type': 'Place', name: 'Egypt', sameAs: ['https://www.wikidata.org/wiki/Q79'] },
      isPartOf: { '@id': `${SITE_URL}/#website` },
    })
    expect(readHead(headHtml(seo.tags))).toEqual(expectedHead(seo))
  })

  it.each([
    ['PERSON', 'Person'],
    ['PLACE', 'Place'],
    ['ORGANISATION', 'Organization'],
    ['EVENT', 'Event'],
    ['SUBJECT', 'Thing'],
    ['SERIES', 'Thing'],
    ['SECTION', 'Thing'],
  ] as const)('of a %s is about a %s', async (kind, type) => {
    const { slug } = await given.topic({ kind })

    expect(nodeOf(await seoOf(api, 'topic', `(slug: "${slug}")`), 'CollectionPage').about).toMatchObject({
      '@type': type,
    })
  })
})

describe('The page of a topic or an author in another language', () => {
  it('has its name, its address and the names of the topics above it, and each language leads to the others', async () => {
    const news = await given.topic({ name: 'News', slug: 'news' })
    const { uuid } = await given.topic({ name: 'Gaza', slug: 'gaza', parent: news, description: 'A city.' })
    await prisma.topicTranslation.createMany({
      data: [
        { id: crypto.randomUUID(), topicId: news.uuid, locale: 'he', name: 'חדשות', slug: 'news-he' },
        { id: crypto.randomUUID(), topicId: uuid, locale: 'he', name: 'עזה', slug: 'aza' },
      ],
    })
    const alternates = [
      { hreflang: 'en', url: `${SITE_URL}/topic/gaza` },
      { hreflang: 'he', url: `${SITE_URL}/he/topic/aza` },
      { hreflang: 'x-default', url: `${SITE_URL}/topic/gaza` },
    ]

    const hebrew = await seoOf(api, 'topic', '(slug: "gaza")', '(locale: "he-IL")')
    const own = await seoOf(api, 'topic', '(slug: "gaza")')

    expect(hebrew).toMatchObject({
      ...{ title: 'עזה | Copydesk', description: 'A city.', canonical: `${SITE_URL}/he/topic/aza`, alternates },
      openGraph: { title: 'עזה', locale: 'he_IL' },
      breadcrumbs: [
        { name: 'Copydesk', url: SITE_URL },
        { name: 'חדשות', url: `${SITE_URL}/he/topic/news-he` },
        { name: 'עזה', url: `${SITE_URL}/he/topic/aza` },
      ],
    })
    expect(nodeOf(hebrew, 'CollectionPage')).toMatchObject({ name: 'עזה', inLanguage: 'he' })
    expect(readHead(headHtml(hebrew.tags))).toEqual(expectedHead(hebrew))
    expect(own).toMatchObject({ title: 'Gaza | Copydesk', canonical: `${SITE_URL}/topic/gaza`, alternates })
    expect(await seoOf(api, 'topic', '(slug: "gaza")', '(locale: "fr")')).toEqual(own)
  })

  it('of an author likewise, each text in the nearest language that has one', async () => {
    const { uuid } = await given.author({ name: 'Dana Cohen', slug: 'dana-cohen', bio: 'Writes.', jobTitle: 'Editor' })
    await prisma.authorTranslation.create({
      data: { id: crypto.randomUUID(), authorId: uuid, locale: 'he', name: 'דנה כהן', slug: 'dana', jobTitle: 'עורכת' },
    })

    const seo = await seoOf(api, 'author', '(slug: "dana-cohen")', '(locale: "he")')

    expect(seo).toMatchObject({
      title: 'דנה כהן | Copydesk',
      description: 'Writes.',
      canonical: `${SITE_URL}/he/author/dana`,
    })
    expect(seo.alternates.map(({ hreflang }) => hreflang)).toEqual(['en', 'he', 'x-default'])
    expect(nodeOf(seo, 'ProfilePage')).toMatchObject({
      inLanguage: 'he',
      mainEntity: { name: 'דנה כהן', jobTitle: 'עורכת', url: `${SITE_URL}/he/author/dana` },
    })
  })
})

describe('Author.seo', () => {
  it('is a ProfilePage of a person, with the portrait and the pages elsewhere', async () => {
    const image = await given.image({ width: 2000, height: 1000, altText: 'Noa' })
    const author = await given.author({
      name: 'Noa Levi',
      slug: 'noa-levi',
      jobTitle: 'Editor',
      bio: 'Writes.',
      imageId: image.uuid,
    })
    await prisma.authorLink.createMany({
      data: [
        { authorId: author.uuid, position: 0, label: 'Site', url: 'https://noa.example/' },
        { authorId: author.uuid, position: 1, label: 'Mail', url: 'mailto:noa@daily.example' },
      ],
    })

    const seo = await seoOf(api, 'author', '(slug: "noa-levi")')

    expect(seo).toMatchObject({
      title: 'Noa Levi | Copydesk',
      description: 'Writes.',
      canonical: `${SITE_URL}/author/noa-levi`,
      openGraph: { type: 'profile', image: { width: 1200, height: 628, alt: 'Noa' } },
    })
    expect(nodeOf(seo, 'ProfilePage').mainEntity).toMatchObject({
      '@type': 'Person',
      name: 'Noa Levi',
      url: `${SITE_URL}/author/noa-levi`,
      jobTitle: 'Editor',
      sameAs: ['https://noa.example/'],
      image: { '@type': 'ImageObject', width: '1200', height: '600' },
      worksFor: { '@id': `${SITE_URL}/#organization` },
    })
    expect(readHead(headHtml(seo.tags))).toEqual(expectedHead(seo))

    await prisma.image.update({ where: { id: image.uuid }, data: { rightsExpireAt: new Date() } })
    const after = await seoOf(api, 'author', '(slug: "noa-levi")')
    expect(after.openGraph.image).toBe(null)
    expect(nodeOf(after, 'ProfilePage').mainEntity).not.toHaveProperty('image')
  })
})

describe('Site.seo', () => {
  it('is of the front page, with the settings of the site', async () => {
    const logo = await given.image({ width: 600, height: 200 })
    await prisma.site.updateMany({
      data: {
        name: 'Daily',
        description: 'News of the harbour.',
        titleTemplate: '%s – Daily',
        xHandle: '@daily',
        logoId: logo.uuid,
        publisherName: 'Daily Ltd',
        publisherUrl: 'https://company.example/',
        correctionsPolicy: 'https://daily.example/corrections',
        ownershipFundingInfo: 'https://daily.example/owners',
      },
    })

    const seo = await seoOf(api, 'site')

    expect(seo).toMatchObject({
      title: 'Daily',
      description: 'News of the harbour.',
      canonical: SITE_URL,
      openGraph: { type: 'website', title: 'Daily', siteName: 'Daily' },
      twitter: { site: '@daily' },
      breadcrumbs: [{ name: 'Daily', url: SITE_URL, position: 1 }],
    })
    expect(nodeOf(seo, 'NewsMediaOrganization')).toMatchObject({
      name: 'Daily Ltd',
      url: 'https://company.example/',
      logo: { '@type': 'ImageObject', width: '600', height: '200' },
      sameAs: ['https://x.com/daily'],
      correctionsPolicy: 'https://daily.example/corrections',
      ownershipFundingInfo: 'https://daily.example/owners',
    })
    expect(nodeOf(seo, 'WebSite')).toMatchObject({ name: 'Daily', description: 'News of the harbour.' })
    expect(readHead(headHtml(seo.tags))).toEqual(expectedHead(seo))

    const { slug } = await given.article({ headline: 'A bridge' })
    expect((await seoOf(api, 'article', `(slug: "${slug}")`)).title).toBe('A bridge – Daily')
  })
})

describe('updateTopic', () => {
  const UPDATE = `mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) { topic { sameAs version } userErrors { code path } } }`
  const editor = api.as('EDITOR')

  it('sets the pages of the same thing elsewhere, and clears them', async () => {
    const { id } = await given.topic()
    const sameAs = ['https://www.wikidata.org/wiki/Q79', 'https://en.wikipedia.org/wiki/Egypt']

    expect(await editor.mutate(UPDATE, { input: { id, version: 1, sameAs } })).toMatchObject({ topic: { sameAs } })
    expect(await editor.mutate(UPDATE, { input: { id, version: 2, sameAs: null } })).toMatchObject({
      topic: { sameAs: [] },
    })
  })

  it('refuses what is no secure address, and more than 20', async () => {
    const { id } = await given.topic()
    const many = Array.from({ length: 21 }, (_, index) => `https://a.example/${index}`)

    expect(
      await editor.mutate(UPDATE, {
        input: { id, version: 1, sameAs: ['http://a.example/', 'x', `https://a.example/${'x'.repeat(2000)}`] },
      }),
    ).toMatchObject({
      userErrors: [
        { code: 'INVALID', path: ['input', 'sameAs', '0'] },
        { code: 'INVALID', path: ['input', 'sameAs', '1'] },
        { code: 'TOO_LONG', path: ['input', 'sameAs', '2'] },
      ],
    })
    expect(await editor.mutate(UPDATE, { input: { id, version: 1, sameAs: many } })).toMatchObject({
      userErrors: [{ code: 'TOO_LONG', path: ['input', 'sameAs'] }],
    })
  })
})
