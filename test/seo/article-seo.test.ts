import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { type Json, SITE_URL, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { expectedHead, headHtml, readHead } from './head.ts'
import { nodeOf, SEO, type Seo, seoOf } from './seo-documents.ts'

const database = await testDatabase({ seeded: true })
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

const articleSeo = (slug: string, more = '', seoArgs = ''): Promise<Seo> =>
  seoOf(api, 'article', `(slug: ${JSON.stringify(slug)}${more})`, seoArgs)

const NEWS = [
  'NewsArticle',
  'ReportageNewsArticle',
  'AnalysisNewsArticle',
  'OpinionNewsArticle',
  'ReviewNewsArticle',
  'BackgroundNewsArticle',
  'AdvertiserContentArticle',
]
const newsOf = (seo: Seo) => nodeOf(seo, ...NEWS)

describe('The article about Hamas in Cairo', async () => {
  const seo = await articleSeo(KHOURY_SLUG)
  const url = `${SITE_URL}/article/${KHOURY_SLUG}`
  const headline = 'Senior Hamas Officials Travel to Cairo to Mend Egypt Ties'

  it('has its headline in the template of the site, its standfirst and its address', () => {
    expect(seo).toMatchObject({
      title: `${headline} | Copydesk`,
      canonical: url,
      robots: 'index, follow, max-image-preview:large',
      description: expect.stringMatching(/^Hamas has been accused of having helped/),
    })
  })

  it('is shared with its lead image as a JPEG of 1200 pixels', () => {
    expect(seo.openGraph).toMatchObject({
      type: 'article',
      title: headline,
      url,
      siteName: 'Copydesk',
      locale: 'en_US',
      publishedTime: '2016-03-12T15:30:00.000Z',
      authors: [`${SITE_URL}/author/jack-khoury`],
      tags: expect.arrayContaining(['Hamas', 'Egypt']),
      image: {
        url: expect.stringMatching(/\.jpg$/),
        width: 1200,
        height: 628,
        type: 'image/jpeg',
        alt: expect.stringContaining('Gaza in 2015'),
      },
    })
    expect(seo.twitter).toMatchObject({ card: 'summary_large_image', title: headline, image: seo.openGraph.image?.url })
  })

  it('is a NewsArticle with images in three ratios, its author, its dates and its topics', () => {
    const news = newsOf(seo)
    expect(news).toMatchObject({
      '@type': 'NewsArticle',
      headline,
      mainEntityOfPage: url,
      datePublished: '2016-03-12T15:30:00.000Z',
      author: [{ '@type': 'Person', name: 'Jack Khoury', url: `${SITE_URL}/author/jack-khoury` }],
      publisher: { '@id': `${SITE_URL}/#organization` },
      inLanguage: 'en',
      about: expect.arrayContaining([expect.objectContaining({ '@type': 'Place', name: 'Egypt' })]),
      mentions: expect.arrayContaining([expect.objectContaining({ '@type': 'Person', name: 'Mahmoud Abbas' })]),
    })
    expect(news.image).toMatchObject([
      { '@type': 'ImageObject', width: '800', height: '800' },
      { width: '1067', height: '800' },
      { width: '1200', height: '675' },
    ])
    expect(nodeOf(seo, 'NewsMediaOrganization')).toMatchObject({ name: 'Copydesk', url: SITE_URL })
    expect(nodeOf(seo, 'WebSite')).toMatchObject({ url: SITE_URL, name: 'Copydesk' })
  })

  it('has its section between the front page and itself', () => {
    expect(seo.breadcrumbs[0]).toEqual({ name: 'Copydesk', url: SITE_URL, position: 1 })
    expect(seo.breadcrumbs.at(-1)).toEqual({ name: headline, url, position: seo.breadcrumbs.length })
    expect(seo.openGraph.section).toBe(seo.breadcrumbs.at(-2)?.name)
    expect(nodeOf(seo, 'BreadcrumbList').itemListElement).toEqual(
      seo.breadcrumbs.map(({ name, url: item, position }) => ({ '@type': 'ListItem', position, name, item })),
    )
  })

  it('has a head, made in one loop, that a browser reads as the fields say', () => {
    expect(readHead(headHtml(seo.tags))).toEqual(expectedHead(seo))
  })
})

describe('Texts', () => {
  it('for search engines and for sharing take the place of those of the page', async () => {
    const { slug } = await given.article({
      headline: 'The headline',
      standfirst: 'The standfirst',
      seoTitle: 'A title',
      metaDescription: 'A description',
      socialTitle: 'A social title',
      socialDescription: 'A social description',
    })

    expect(await articleSeo(slug)).toMatchObject({
      title: 'A title',
      description: 'A description',
      openGraph: { title: 'A social title', description: 'A social description' },
      twitter: { title: 'A social title', description: 'A social description' },
    })
  })

  it('of sharing are those of search engines while there are none', async () => {
    const { slug } = await given.article({
      headline: 'The headline',
      metaDescription: 'A description',
      seoTitle: 'A title',
    })

    expect((await articleSeo(slug)).openGraph).toMatchObject({ title: 'The headline', description: 'A description' })
  })

  it('begin with the text of an article without a standfirst, up to the end of a word', async () => {
    const { slug } = await given.article({ headline: 'Long', standfirst: null, body: ['word '.repeat(100)] })

    expect((await articleSeo(slug)).description).toMatch(/^(word )+word…$/)
  })

  it('are on one line, and cannot end the script or begin another element', async () => {
    const hostile = `</script><script>alert(1)</script><!-- "quoted" 'single' & \u2028 \u2029 \\u003c`
    const author = await given.author({ name: hostile })
    const topic = await given.topic({ name: hostile })
    const { slug } = await given.article({
      headline: `Headline ${hostile}`,
      standfirst: `One\ntwo ${hostile}`,
      credits: [{ author }],
      topics: [topic],
      corrections: [{ kind: 'CORRECTION', text: hostile }],
    })

    const seo = await articleSeo(slug)

    expect(seo.jsonLdScript).not.toMatch(/[<>&\u2028\u2029]/)
    expect(JSON.parse(seo.jsonLdScript)).toEqual(seo.jsonLd)
    expect(newsOf(seo)).toMatchObject({ author: [{ name: hostile }], correction: [{ text: hostile }] })
    expect(seo.description).toMatch(/^One two <\/script>/)
    expect(readHead(headHtml(seo.tags))).toEqual(expectedHead(seo))
  })
})

describe('Structured data', () => {
  it.each([
    ['NEWS', 'NewsArticle'],
    ['REPORTAGE', 'ReportageNewsArticle'],
    ['ANALYSIS', 'AnalysisNewsArticle'],
    ['OPINION', 'OpinionNewsArticle'],
    ['REVIEW', 'ReviewNewsArticle'],
    ['BACKGROUND', 'BackgroundNewsArticle'],
    ['ADVERTISER_CONTENT', 'AdvertiserContentArticle'],
  ])('of %s is %s', async (genre, type) => {
    const { slug } = await given.article({ genre })

    expect(newsOf(await articleSeo(slug))['@type']).toBe(type)
  })

  it('has each correction, and never a change before the publication', async () => {
    const { slug, uuid } = await given.article({
      publishedAt: '2021-05-05T00:00:00Z',
      corrections: [
        { kind: 'CORRECTION', text: 'A name was wrong.', publishedAt: new Date('2021-06-01T00:00:00Z') },
        { kind: 'UPDATE', text: 'Removed.', publishedAt: new Date('2021-06-02T00:00:00Z'), removedAt: new Date() },
      ],
    })
    await prisma.article.update({ where: { id: uuid }, data: { contentModifiedAt: '2021-01-01T00:00:00Z' } })

    expect(newsOf(await articleSeo(slug))).toMatchObject({
      datePublished: '2021-05-05T00:00:00.000Z',
      dateModified: '2021-05-05T00:00:00.000Z',
      correction: [
        { '@type': 'CorrectionComment', text: 'A name was wrong.', datePublished: '2021-06-01T00:00:00.000Z' },
      ],
    })
  })

  it('names editors, translators and others as what they did', async () => {
    const { slug } = await given.article({
      credits: [
        { name: 'Ada', role: 'WRITER' },
        { name: 'Ben', role: 'EDITOR' },
        { name: 'Cleo', role: 'TRANSLATOR' },
        { name: 'Dov', role: 'PHOTOGRAPHER' },
      ],
    })

    expect(newsOf(await articleSeo(slug))).toMatchObject({
      author: [{ name: 'Ada' }],
      editor: [{ name: 'Ben' }],
      translator: [{ name: 'Cleo' }],
      contributor: [{ name: 'Dov' }],
    })
  })

  it('takes all who are credited for its authors where nobody wrote it', async () => {
    const { slug } = await given.article({ credits: [{ name: 'Dov', role: 'PHOTOGRAPHER' }] })

    expect(newsOf(await articleSeo(slug)).author).toMatchObject([{ name: 'Dov' }])
  })

  it('says which other page is about a topic', async () => {
    const topic = await given.topic({
      name: 'Egypt of the test',
      kind: 'PLACE',
      sameAs: ['https://www.wikidata.org/wiki/Q79'],
    })
    const { slug } = await given.article({ topics: [topic] })

    expect(newsOf(await articleSeo(slug)).about).toEqual([
      {
        '@type': 'Place',
        name: 'Egypt of the test',
        url: `${SITE_URL}/topic/${topic.slug}`,
        sameAs: ['https://www.wikidata.org/wiki/Q79'],
      },
    ])
  })

  it('says which parts only subscribers see', async () => {
    const { slug } = await given.article()

    expect(newsOf(await articleSeo(slug, '', '(paywalled: [".paywall", ".more"])'))).toMatchObject({
      isAccessibleForFree: false,
      hasPart: [
        { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.paywall' },
        { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.more' },
      ],
    })
    expect(newsOf(await articleSeo(slug))).not.toHaveProperty('isAccessibleForFree')
  })

  it.each(['["paywall"]', '[".a .b"]', '[".a{}"]', `[${Array.from({ length: 11 }, (_, n) => `".a${n}"`).join()}]`])(
    'refuses the selectors %s',
    async (paywalled) => {
      const { slug } = await given.article()

      expect(await api.errors(`{ article(slug: "${slug}") { seo(paywalled: ${paywalled}) { title } } }`)).toMatchObject(
        [{ extensions: { code: 'BAD_USER_INPUT' } }],
      )
    },
  )
})

describe('A story in several languages', () => {
  it('has the same alternates on each page, and only of those that are live and listed', async () => {
    const original = await given.article({ slug: 'story-en', locale: 'en', firstPublishedAt: '2020-01-01T00:00:00Z' })
    const group = {
      uuid: (await prisma.article.findUniqueOrThrow({ where: { id: original.uuid } })).translationGroupId,
    }
    const hebrew = { slug: 'story-he', locale: 'he', translationOf: group, firstPublishedAt: '2020-02-01T00:00:00Z' }
    await given.article({ ...hebrew, headline: 'כותרת' })
    await given.article({ slug: 'story-ar', locale: 'ar', status: 'DRAFT', translationOf: group })
    const french = await given.article({ slug: 'story-fr', locale: 'fr', translationOf: group })
    await prisma.article.update({ where: { id: french.uuid }, data: { noIndex: true } })
    const german = await given.article({ slug: 'story-de', locale: 'de', translationOf: group })
    await prisma.article.update({ where: { id: german.uuid }, data: { canonicalUrl: 'https://partner.example/story' } })

    const pages = {
      en: await articleSeo('story-en', ', locale: "en"'),
      he: await articleSeo('story-he', ', locale: "he"'),
    }

    const alternates = [
      { hreflang: 'en', url: `${SITE_URL}/article/story-en` },
      { hreflang: 'he', url: `${SITE_URL}/he/article/story-he` },
      { hreflang: 'x-default', url: `${SITE_URL}/article/story-en` },
    ]
    expect([pages.en.alternates, pages.he.alternates]).toEqual([alternates, alternates])
    expect(newsOf(pages.en).workTranslation).toMatchObject([
      { '@type': 'NewsArticle', headline: 'כותרת', inLanguage: 'he' },
    ])
    expect(newsOf(pages.he).translationOfWork).toMatchObject({ url: `${SITE_URL}/article/story-en` })
    expect(pages.he.openGraph.locale).toBe('he_IL')
    expect(readHead(headHtml(pages.he.tags))).toEqual(expectedHead(pages.he))
    expect(await articleSeo('story-fr', ', locale: "fr"')).toMatchObject({ robots: 'noindex', alternates: [] })
    expect(await articleSeo('story-de', ', locale: "de"')).toMatchObject({
      canonical: 'https://partner.example/story',
      alternates: [],
    })
  })

  it('names its topics and authors in its own language, with their pages in it', async () => {
    const section = await given.topic({ name: 'World of the test', kind: 'SECTION' })
    const author = await given.author({ jobTitle: 'Editor' })
    await prisma.topicTranslation.create({
      data: { id: randomUUID(), topicId: section.uuid, locale: 'he', name: 'עולם', slug: 'topic-he' },
    })
    await prisma.authorTranslation.create({
      data: {
        id: randomUUID(),
        authorId: author.uuid,
        locale: 'he',
        name: 'נועה',
        slug: 'author-he',
        jobTitle: 'עורכת',
      },
    })
    const { slug } = await given.article({ locale: 'he', topics: [section], credits: [{ author, name: 'נועה לוי' }] })

    const seo = await articleSeo(slug, ', locale: "he"')

    expect(seo.breadcrumbs[1]).toEqual({ name: 'עולם', url: `${SITE_URL}/he/topic/topic-he`, position: 2 })
    expect(seo.openGraph).toMatchObject({
      section: 'עולם',
      authors: [`${SITE_URL}/he/author/author-he`],
      tags: ['עולם'],
    })
    expect(newsOf(seo)).toMatchObject({
      author: [{ name: 'נועה לוי', url: `${SITE_URL}/he/author/author-he`, jobTitle: 'עורכת' }],
      about: [{ name: 'עולם', url: `${SITE_URL}/he/topic/topic-he` }],
      articleSection: 'עולם',
    })
  })

  it('has none where there is one language', async () => {
    const { slug } = await given.article()

    expect((await articleSeo(slug)).alternates).toEqual([])
  })
})

describe('What is not live', () => {
  const PREVIEW = `query ($slug: String!, $token: String!) { article(slug: $slug, stage: DRAFT, previewToken: $token) { seo { ${SEO} } } }`

  it('is not listed: a draft that a preview link shows, and what the desk sees', async () => {
    const image = await given.image({ width: 2000, height: 1000 })
    const article = await given.article({ status: 'DRAFT', headline: 'A draft', captions: [{ image, role: 'LEAD' }] })
    const { token } = await given.previewLink(article, { createdById: (await api.as('EDITOR').user()).uuid })

    const { article: shown } = await api.query<{ article: { seo: Seo } }>(PREVIEW, { slug: article.slug, token })
    const { article: draft } = await api
      .as('EDITOR')
      .query<{ article: { seo: Seo } }>(`{ article(slug: "${article.slug}", stage: DRAFT) { seo { ${SEO} } } }`)

    for (const { seo } of [shown, draft]) {
      expect(seo).toMatchObject({ title: 'A draft | Copydesk', robots: 'noindex', alternates: [] })
      expect(seo.openGraph).toMatchObject({ publishedTime: null, image: { width: 1200 } })
      expect(seo.openGraph.image?.url).toContain('/media/d/')
      expect(newsOf(seo)).not.toHaveProperty('datePublished')
    }
  })

  it('is nothing that readers get of an article with unpublished changes', async () => {
    const article = await given.article({ headline: 'Live' })
    await given.revision(article, { headline: 'Draft', seoTitle: 'Draft', metaDescription: 'Draft' })

    expect(JSON.stringify(await articleSeo(article.slug))).not.toContain('Draft')
  })
})

describe('An image', () => {
  it('that may not be shown gives its place to the site’s, at that moment', async () => {
    const [lead, social] = [await given.image({ altText: 'Lead' }), await given.image({ altText: 'Social' })]
    const { slug } = await given.article({ captions: [{ image: lead, role: 'LEAD' }] })
    expect((await articleSeo(slug)).openGraph.image).toMatchObject({ alt: 'Lead' })

    await prisma.image.update({ where: { id: lead.uuid }, data: { rightsExpireAt: new Date() } })
    expect(await articleSeo(slug)).toMatchObject({
      openGraph: { image: null },
      twitter: { card: 'summary', image: null },
    })
    expect(newsOf(await articleSeo(slug))).not.toHaveProperty('image')

    await prisma.site.updateMany({ data: { socialImageId: social.uuid, logoId: social.uuid } })
    expect((await articleSeo(slug)).openGraph.image).toMatchObject({ alt: 'Social' })

    await prisma.image.update({ where: { id: social.uuid }, data: { withheldAt: new Date() } })
    expect(await articleSeo(slug)).toMatchObject({ openGraph: { image: null } })
    expect(JSON.stringify(await articleSeo(slug))).not.toMatch(/\.jpg|"logo"/)
  })

  it('is cropped as the caption says, and no wider than there is', async () => {
    const image = await given.image({ width: 1000, height: 1000 })
    const crop = { cropX: 0, cropY: 0, cropWidth: 0.5, cropHeight: 0.5 }
    const { slug } = await given.article({ captions: [{ image, role: 'LEAD', ...crop }] })

    const sizes = newsOf(await articleSeo(slug)).image
    expect(sizes).toMatchObject([{ width: '500' }, { width: '667' }, { width: '889' }])
  })
})

describe('The fields of an article for search engines', () => {
  const CREATE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id version ${'seoTitle metaDescription socialTitle socialDescription genre canonicalUrl noIndex'} } userErrors { code path } } }`
  const UPDATE = CREATE.replace('CreateArticleInput', 'UpdateArticleInput').replace('createArticle', 'updateArticle')
  interface Payload {
    article: (Json & { id: string; version: number }) | null
    userErrors: { code: string; path: string[] }[]
  }
  const editor = api.as('EDITOR')
  const texts = { seoTitle: 'T', metaDescription: 'D', socialTitle: 'ST', socialDescription: 'SD', genre: 'OPINION' }

  it('are set when it is created, and changed and cleared', async () => {
    const made = await editor.mutate<Payload>(CREATE, {
      input: { locale: 'en', headline: 'x', ...texts, canonicalUrl: 'https://partner.example/a', noIndex: true },
    })
    expect(made).toMatchObject({
      article: { ...texts, canonicalUrl: 'https://partner.example/a', noIndex: true },
      userErrors: [],
    })
    const { id = '', version } = made.article ?? {}

    const none = { seoTitle: null, metaDescription: '', socialTitle: null, socialDescription: null }
    const input = { id, version, ...none, genre: null, canonicalUrl: null, noIndex: false }
    expect(await editor.mutate<Payload>(UPDATE, { input })).toMatchObject({
      article: { ...none, metaDescription: null, genre: 'NEWS', canonicalUrl: null, noIndex: false },
    })
  })

  it('apply at once on a live article where they are about its page, with an event, and with the publication where they are texts', async () => {
    const { id, slug } = await given.article({ headline: 'Live' })

    const input = { id, version: 1, noIndex: true, canonicalUrl: 'https://partner.example/b', seoTitle: 'Later' }
    await editor.mutate<Payload>(UPDATE, { input })

    expect(await articleSeo(slug)).toMatchObject({
      title: 'Live | Copydesk',
      robots: 'noindex',
      canonical: 'https://partner.example/b',
    })
    const { payload } = await prisma.outboxEvent.findFirstOrThrow({
      where: { type: 'article.updated' },
      orderBy: { id: 'desc' },
    })
    expect(payload).toMatchObject({ changedFields: ['canonicalUrl', 'noIndex'] })
    await editor.mutate(
      `mutation ($id: ID!) { publishArticle(input: { id: $id, version: 2 }) { userErrors { code } } }`,
      { id },
    )
    expect(await articleSeo(slug)).toMatchObject({ title: 'Later' })
  })

  it('that are texts do not date the article, when they go live', async () => {
    const { id, uuid } = await given.article()
    const input = { id, version: 1, ...texts }
    await editor.mutate<Payload>(UPDATE, { input })
    await editor.mutate(
      `mutation ($id: ID!) { publishArticle(input: { id: $id, version: 2 }) { userErrors { code } } }`,
      { id },
    )

    expect(await prisma.article.findUniqueOrThrow({ where: { id: uuid } })).toMatchObject({ contentModifiedAt: null })
    const { payload } = await prisma.outboxEvent.findFirstOrThrow({
      where: { type: 'article.updated' },
      orderBy: { id: 'desc' },
    })
    expect(payload).toMatchObject({
      changedFields: ['seoTitle', 'metaDescription', 'socialTitle', 'socialDescription', 'genre'],
    })
  })

  it('are refused with their places', async () => {
    const { userErrors } = await editor.mutate<Payload>(UPDATE, {
      input: {
        id: (await given.article()).id,
        version: 1,
        seoTitle: 'x'.repeat(201),
        metaDescription: 'x'.repeat(501),
        socialTitle: 'x'.repeat(201),
        socialDescription: 'x'.repeat(501),
        canonicalUrl: 'javascript:alert(1)',
        noIndex: null,
      },
    })

    expect(userErrors.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['TOO_LONG', 'input.seoTitle'],
      ['TOO_LONG', 'input.metaDescription'],
      ['TOO_LONG', 'input.socialTitle'],
      ['TOO_LONG', 'input.socialDescription'],
      ['INVALID', 'input.canonicalUrl'],
      ['REQUIRED', 'input.noIndex'],
    ])
  })
})

describe('Where an article and its image come from', () => {
  it('is in the JSON-LD, in the words of the IPTC', async () => {
    const image = await given.image({
      ...{ credit: 'Reuters', copyrightNotice: '© Reuters', webStatement: 'https://reuters.example/rights' },
      digitalSource: 'DIGITAL_CAPTURE',
    })
    const { slug } = await given.article({
      aiUse: { kind: 'GENERATED', note: null },
      captions: [{ image, role: 'LEAD' }],
    })

    const news = newsOf(await articleSeo(slug))

    const source = 'http://cv.iptc.org/newscodes/digitalsourcetype'
    expect(news).toMatchObject({ digitalSourceType: { '@id': `${source}/trainedAlgorithmicMedia` } })
    expect([news.image].flat()[0]).toMatchObject({
      ...{ creditText: 'Reuters', copyrightNotice: '© Reuters', license: 'https://reuters.example/rights' },
      digitalSourceType: { '@id': `${source}/digitalCapture` },
    })
  })

  it('is omitted if nothing is known', async () => {
    const { slug } = await given.article({ captions: [{ image: await given.image(), role: 'LEAD' }] })

    const news = newsOf(await articleSeo(slug))

    expect(news).not.toHaveProperty('digitalSourceType')
    expect([news.image].flat()[0]).toEqual({
      '@type': 'ImageObject',
      url: expect.any(String),
      ...{ width: '600', height: '600' },
    })
  })
})
