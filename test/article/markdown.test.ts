import fc from 'fast-check'
import type { Nodes, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough'
import { gfmTable } from 'micromark-extension-gfm-table'
import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { NO_AI_USE } from '../../src/content/ai-use.ts'
import { articleMarkdown } from '../../src/content/article-markdown.ts'
import type { PlacedFigure } from '../../src/content/body.field.ts'
import { parseBody } from '../../src/content/body.ts'
import { absoluteHref } from '../../src/site/site.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'

const database = await testDatabase({ seeded: true })
const api = await testApi(database)
const given = givenIn(database)

const CAPTION = '0195a1b2-0000-7000-8000-00000000000a'

const figure: PlacedFigure = {
  ...{ src: 'https://media.example/a.webp', width: 640, height: 360, role: 'INLINE' },
  ...{ altText: 'Three [men]', text: 'In Gaza\nin 2015.', credit: 'Reuters' },
}

const frame = {
  ...{ kicker: null, headline: 'A bridge', standfirst: null, dateline: null, byline: null },
  ...{ url: 'https://daily.example/article/a', locale: 'en', publishedAt: null, updatedAt: null, corrections: [] },
  aiUse: NO_AI_USE,
}

type Frame = Parameters<typeof articleMarkdown>[0]

function written(blocks: unknown, over: Partial<Frame> = {}, figures = new Map([[CAPTION, figure]])): string {
  const whole: Frame = { ...frame, ...over }
  return articleMarkdown(whole, { blocks: parseBody(blocks), figures }, (href) => absoluteHref(href, whole.url, SITE))
}

/** What is below the head. */
function body(...blocks: unknown[]): string {
  const [, after = ''] = written(blocks).split('<https://daily.example/article/a>\n')
  return after.trim()
}

function parsed(markdown: string): Root {
  return fromMarkdown(markdown, {
    extensions: [gfmTable(), gfmStrikethrough()],
    mdastExtensions: [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown()],
  })
}

function textIn(node: Nodes): string {
  if (node.type === 'break') return '\n'
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textIn).join('') : ''
}

describe('Article.markdown', () => {
  it('writes each block as what it is', () => {
    expect(
      body({ type: 'paragraph', html: 'Officials <em>travel</em> <strong>far</strong>.<br />Now <s>not</s>.' }),
    ).toBe('Officials *travel* **far**.\\\nNow ~~not~~.')
    expect(body({ type: 'heading', level: 3, text: 'Cairo & Gaza' })).toBe('### Cairo & Gaza')
    expect(body({ type: 'quote', text: 'One.\n\nTwo.', attribution: 'A source' })).toBe(
      '> One.\n>\n> Two.\n>\n> — A source',
    )
    expect(
      body({
        ...{ type: 'list', ordered: true },
        items: [
          { html: 'One', level: 1 },
          { html: 'Below', level: 2 },
          { html: 'Two', level: 1 },
        ],
      }),
    ).toBe('1. One\n   1. Below\n2. Two')
    expect(body({ type: 'list', ordered: false, items: ['One', '<code>a`b</code>'] })).toBe('- One\n- ``a`b``')
    expect(body({ type: 'embed', url: 'https://video.example/a', provider: 'Video', title: 'A [b]' })).toBe(
      '[A \\[b\\]](https://video.example/a) (Video)',
    )
    expect(body({ type: 'table', header: ['A', 'B'], rows: [['1 | 2', 'x<br />y']], captionText: 'Votes' })).toBe(
      '*Votes*\n\n| A | B |\n| - | - |\n| 1 \\| 2 | x y |',
    )
    expect(body({ type: 'table', header: [], rows: [['1', '2']], captionText: null })).toBe(
      '| | |\n| - | - |\n| 1 | 2 |',
    )
    expect(body({ type: 'divider', style: 'STARS' })).toBe('---')
    expect(
      body({
        ...{ type: 'factBox', title: 'Who' },
        content: [
          { type: 'paragraph', html: 'He.' },
          { type: 'list', ordered: false, items: ['She'] },
        ],
      }),
    ).toBe('> **Who**\n>\n> He.\n>\n> - She')
    expect(body({ type: 'image', captionId: CAPTION })).toBe(
      '![Three \\[men\\]](https://media.example/a.webp)\n\n*In Gaza\\\nin 2015.* (Reuters)',
    )
  })

  it('writes links with absolute addresses', () => {
    const to = (href: string) => body({ type: 'paragraph', html: `<a href="${href}">x</a>` })

    expect(to('/article/b')).toBe('[x](https://daily.example/article/b)')
    expect(to('#notes')).toBe('[x](https://daily.example/article/a#notes)')
    expect(to('mailto:desk@daily.example')).toBe('[x](mailto:desk@daily.example)')
    expect(to('https://elsewhere.example/a_(b)')).toBe('[x](https://elsewhere.example/a_\\(b\\))')
  })

  it('writes nothing for blocks with nothing to show', () => {
    expect(
      body(
        { type: 'paragraph', html: '' },
        { type: 'heading', level: 2, text: '' },
        { type: 'quote', text: '', attribution: null },
        { type: 'list', ordered: false, items: [] },
        { type: 'embed', url: '', provider: null, title: null },
        { type: 'table', header: [], rows: [], captionText: null },
        { type: 'image', captionId: '0195a1b2-0000-7000-8000-00000000000b' },
      ),
    ).toBe('')
  })

  it('never reads a text as markup', () => {
    const line = fc
      .array(fc.constantFrom(...'ab1 .-+*_`~#>[]()<&;!|\\:/"=\'\t'), { minLength: 1, maxLength: 20 })
      .map((characters) => characters.join('').replaceAll('\t', ' ').trim().replace(/ +/g, ' '))
      .filter((text) => text !== '')
    fc.assert(
      fc.property(line, line, (headline, text) => {
        const html = text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '')
        const blocks = [
          { type: 'heading', level: 2, text },
          { type: 'paragraph', html },
          { type: 'list', ordered: false, items: [html] },
          { type: 'table', header: [html], rows: [[html]], captionText: text },
          { type: 'table', header: [], rows: [[html, html]], captionText: null },
          { type: 'quote', text, attribution: text },
        ]
        const { children } = parsed(written(blocks, { headline, standfirst: text }))
        const kinds = [
          'heading',
          'paragraph',
          'paragraph',
          'heading',
          'paragraph',
          'list',
          'paragraph',
          'table',
          'table',
          'blockquote',
        ]
        expect(children.map(({ type }) => type)).toEqual(kinds)
        const [title, standfirst, , heading, paragraph, list, caption, table, untitled, quote] = children.map(textIn)
        expect(title).toBe(headline)
        expect([standfirst, heading, paragraph, list, caption]).toEqual([text, text, text, text, text])
        expect([table, untitled]).toEqual([text + text, text + text])
        expect(quote).toBe(`${text}— ${text}`)
      }),
      { numRuns: 60 },
    )
  })

  it('has the whole of an article, in its language', async () => {
    const author = await given.author({ name: 'דנה כהן' })
    const image = await given.image({ description: 'תמונה', credit: 'רויטרס', altText: 'שלושה' })
    const { slug } = await given.article({
      ...{ slug: 'whole', locale: 'he', headline: 'גשר', kicker: 'חדשות', standfirst: 'על גשר', dateline: 'חיפה' },
      aiUse: { kind: 'GENERATED', note: null },
      body: ['מילים.'],
      credits: [{ author }],
      captions: [
        { image, role: 'LEAD' },
        { image, role: 'GALLERY', text: 'בגלריה' },
      ],
      publishedAt: '2020-01-01T00:00:00Z',
      corrections: [{ kind: 'CORRECTION', text: 'היה שגוי', publishedAt: '2020-01-02T00:00:00Z' }],
    })

    const { article } = await api.query<{ article: { markdown: string } }>(
      'query ($slug: String!) { article(slug: $slug, locale: "he") { markdown } }',
      { slug },
    )

    expect(article.markdown.replace(/\(http:[^)]*\/media\/[^)]*\)/g, '(FILE)')).toBe(
      [
        'חדשות',
        '# גשר',
        '**על גשר**',
        'מאת דנה כהן',
        'פורסם: 2020-01-01T00:00:00.000Z\\\nכתובת: <https://daily.example/he/article/whole>',
        '![שלושה](FILE)',
        '*תמונה* (רויטרס)',
        'חיפה — מילים.',
        '![שלושה](FILE)',
        '*בגלריה* (רויטרס)',
        '## תיקונים',
        '**תיקון, 2020-01-02T00:00:00.000Z**',
        'היה שגוי',
        '*הכתבה נוצרה בידי בינה מלאכותית.*\n',
      ].join('\n\n'),
    )
  })

  it('has no image that may not be shown, and no correction that was removed', async () => {
    const image = await given.image({ altText: 'Expired', rightsExpireAt: '2020-01-01T00:00:00Z' })
    const { slug } = await given.article({
      body: ['Words.'],
      captions: [{ image, role: 'LEAD' }],
      corrections: [{ kind: 'UPDATE', text: 'Removed', removedAt: '2020-01-02T00:00:00Z' }],
    })

    const { article } = await api.query<{ article: { markdown: string } }>(
      'query ($slug: String!) { article(slug: $slug) { markdown } }',
      { slug },
    )

    expect(article.markdown).not.toMatch(/Expired|Removed|!\[/)
    expect(article.markdown).toContain('Words.')
  })

  it('is the same as the text of a real article', async () => {
    const { article } = await api.query<{ article: { markdown: string; bodyText: string; headline: string } }>(
      'query ($slug: String!) { article(slug: $slug) { markdown bodyText headline } }',
      { slug: KHOURY_SLUG },
    )
    const text = parsed(article.markdown).children.map(textIn).join('\n\n')

    expect(text.startsWith(article.headline) || text.includes(`\n\n${article.headline}\n\n`)).toBe(true)
    for (const words of article.bodyText.split(/\n+/)) expect(text).toContain(words)
  })
})
