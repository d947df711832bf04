import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Failures } from '../../src/clock/failures.ts'
import { sweep } from '../../src/clock/sweep.ts'
import { PUBLISHING_RULES } from '../../src/contract/publishing-rules.ts'
import {
  create,
  created,
  everythingWritten,
  faultsOf,
  type Input,
  type Saved,
  updated,
  uuidOf,
} from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const eli = api.as('EDITOR', 'Eli')

interface Problem {
  code: string
  path: string[]
  message: string
}

async function problems(id: string): Promise<string[]> {
  const { article } = await eli.query<{ article: { publishability: Problem[] } }>(
    `{ article(id: "${id}", stage: DRAFT) { publishability { code path message } } }`,
  )
  return article.publishability.map(({ code, path, message }) => {
    expect(message).toMatch(/^[A-Z].+\.$/)
    return `${code} ${path.join('.')}`
  })
}

const body = (...blocks: Input[]): Input => ({ body: blocks })

/** What a draft may be, what it lacks, and what is read of it. */
const UNFINISHED: [string, Input, string[]][] = [
  ['an empty headline', { headline: ' \n' }, ['REQUIRED headline']],
  ['no headline', { headline: null }, ['REQUIRED headline']],
  ['a headline that nobody sees', { headline: '\u200b\u00a0' }, ['REQUIRED headline']],
  ['an empty paragraph', body({ paragraph: { html: '' } }), ['REQUIRED body.0.paragraph.html']],
  [
    'a paragraph of nothing to see',
    body({ paragraph: { html: '<em>&nbsp;</em><br>' } }),
    ['REQUIRED body.0.paragraph.html'],
  ],
  [
    'a paragraph of forbidden markup alone',
    body({ paragraph: { html: '<script>alert(1)</script>' } }),
    ['REQUIRED body.0.paragraph.html'],
  ],
  ['an empty heading', body({ heading: { level: 2, text: ' ' } }), ['REQUIRED body.0.heading.text']],
  ['an empty quote', body({ quote: { text: '', attribution: 'Noa' } }), ['REQUIRED body.0.quote.text']],
  ['a list without items', body({ list: { items: [] } }), ['REQUIRED body.0.list.items']],
  ['a list of nothing at all', body({ list: {} }), ['REQUIRED body.0.list.items']],
  ['an empty item', body({ list: { items: ['x', ''] } }), ['REQUIRED body.0.list.items.1']],
  ['an empty nested item', body({ list: { nestedItems: [{ html: ' ' }] } }), ['REQUIRED body.0.list.items.0']],
  ['an embed without an address', body({ embed: { url: '' } }), ['INVALID body.0.embed.url']],
  ['half an address', body({ embed: { url: 'youtube.com/wat' } }), ['INVALID body.0.embed.url']],
  ['a scheme alone', body({ embed: { url: 'https:/' } }), ['INVALID body.0.embed.url']],
  ['an embed in the clear', body({ embed: { url: 'http://video.example' } }), ['INVALID body.0.embed.url']],
  ['a table without rows', body({ table: { header: ['One'], rows: [] } }), ['REQUIRED body.0.table.rows']],
  ['a row without cells', body({ table: { rows: [[]] } }), ['INVALID body.0.table.rows.0']],
  ['rows of different lengths', body({ table: { rows: [['1', '2'], ['3']] } }), ['INVALID body.0.table.rows.1']],
  [
    'a header of another length',
    body({ table: { header: ['One'], rows: [['1', '2']] } }),
    ['INVALID body.0.table.rows.0'],
  ],
  ['an empty fact box', body({ factBox: { content: [] } }), ['REQUIRED body.0.factBox.content']],
  [
    'an empty paragraph and an empty list in a fact box',
    body({ factBox: { content: [{ paragraph: { html: '' } }, { list: { items: [] } }] } }),
    ['REQUIRED body.0.factBox.content.0.paragraph.html', 'REQUIRED body.0.factBox.content.1.list.items'],
  ],
  [
    'כמה דברים בבת אחת, in the order of the page',
    {
      headline: '',
      ...body({ paragraph: { html: 'בסדר' } }, { heading: { level: 3, text: '' } }, { embed: { url: 'htt' } }),
    },
    ['REQUIRED headline', 'REQUIRED body.1.heading.text', 'INVALID body.2.embed.url'],
  ],
]

const STEPS = {
  submitForReview: '',
  publishArticle: '',
  scheduleArticle: 'publishAt: "2099-01-01T00:00:00Z"',
} as const

type Step = keyof typeof STEPS | 'approveArticle'

async function step(name: Step, { id, version }: Pick<Saved, 'id' | 'version'>) {
  const besides = name === 'approveArticle' ? '' : STEPS[name]
  return eli.mutate<{ article: { version: number } | null; userErrors: Problem[] }>(
    `mutation { ${name}(input: { id: "${id}", version: ${version}, ${besides} }) { article { version } userErrors { code path message } } }`,
  )
}

describe.each(UNFINISHED)('a draft with %s', (_what, input, expected) => {
  it('is saved and read back, says what it lacks, and is refused only on its way to readers', async () => {
    const article = await created(eli, input)
    expect(await problems(article.id)).toEqual(expected)
    const before = await everythingWritten(database)

    for (const name of ['submitForReview', 'publishArticle', 'scheduleArticle'] as const) {
      const { userErrors } = await step(name, article)
      expect(userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual(
        expected.map(() => 'NOT_PUBLISHABLE input.id'),
      )
      expect(userErrors.map(({ message }) => / at (\S+)\. /.exec(message)?.[1])).toEqual(
        expected.map((one) => one.split(' ')[1]),
      )
    }
    expect(await everythingWritten(database)).toEqual(before)

    const finished = await updated(eli, article, { headline: 'Done', body: [{ paragraph: { html: 'Done.' } }] })
    expect(await problems(article.id)).toEqual([])
    expect((await step('publishArticle', finished)).userErrors).toEqual([])
  })
})

describe('a draft without a headline', () => {
  it('is created with nothing but its language, and has an address of its own', async () => {
    const { article } = await eli.mutate<{ article: { headline: string; slug: string; shareLinks: unknown[] } }>(
      'mutation { createArticle(input: { locale: "he" }) { article { headline slug shareLinks { url } } userErrors { code } } }',
    )

    expect(article).toMatchObject({ headline: '', slug: expect.stringMatching(/^article-[0-9a-f]{8}$/) })
  })

  it('takes the headline away from a live article’s next revision, while readers keep theirs', async () => {
    const { id, slug } = await given.article({ headline: 'Live' })

    await updated(eli, { id, version: 1 }, { headline: '' })

    expect(await problems(id)).toEqual(['REQUIRED headline'])
    expect(await api.query(`{ article(slug: "${slug}") { headline } }`)).toEqual({ article: { headline: 'Live' } })
  })
})

describe('what is not finished', () => {
  it('is not approved when it was saved after it was submitted', async () => {
    const draft = await created(eli)
    const { article } = await step('submitForReview', draft)
    const emptied = await updated(eli, { id: draft.id, version: article?.version ?? 0 }, { headline: '' })

    expect(faultsOf(await step('approveArticle', emptied))).toEqual(['NOT_PUBLISHABLE input.id'])
  })

  it('does not go live by the clock, when it was saved after something finished was scheduled', async () => {
    const draft = await created(eli, { headline: 'Finished' })
    const { article } = await step('scheduleArticle', draft)
    await updated(eli, { id: draft.id, version: article?.version ?? 0 }, { headline: '' })
    await prisma.article.update({ where: { id: uuidOf(draft.id) }, data: { scheduledFor: new Date() } })

    await sweep(database, new Failures({ warn: () => undefined, error: () => undefined }))

    expect(await api.query(`{ article(slug: "${draft.slug}") { headline } }`)).toEqual({
      article: { headline: 'Finished' },
    })
  })

  it('is restored, and not published', async () => {
    const draft = await created(eli, { headline: '' })
    const finished = await updated(eli, draft, { headline: 'Finished' })
    const { article } = await eli.mutate<{ article: Saved }>(
      `mutation { restoreRevision(input: { id: "${finished.id}", version: 2, number: 1 }) { article { id version headline } userErrors { code } } }`,
    )

    expect(article.headline).toBe('')
    expect(faultsOf(await step('publishArticle', article))).toEqual(['NOT_PUBLISHABLE input.id'])
  })

  it('can be planned to be withdrawn: that publishes nothing', async () => {
    const { id } = await given.article()
    await updated(eli, { id, version: 1 }, { headline: '' })

    const payload = await eli.mutate(
      `mutation { scheduleArticle(input: { id: "${id}", version: 2, unpublishAt: "2099-01-01T00:00:00Z" }) { userErrors { code } } }`,
    )

    expect(payload).toEqual({ userErrors: [] })
  })

  it('is kept from readers by the database too', async () => {
    const { id } = await created(eli, { headline: '' })
    const { latestRevisionId } = await prisma.article.findUniqueOrThrow({ where: { id: uuidOf(id) } })
    const now = new Date()

    const publishing = prisma.article.update({
      where: { id: uuidOf(id) },
      data: {
        status: 'PUBLISHED',
        liveRevisionId: latestRevisionId,
        publishedAt: now,
        firstPublishedAt: now,
        liveUpdatedAt: now,
      },
    })

    await expect(publishing).rejects.toThrow()
  })
})

describe('Article.publishability', () => {
  it('has the images that readers may not see', async () => {
    const image = await given.image({ headline: 'Bridge', withheldAt: new Date() })
    const usable = await given.image()
    const captions = [usable, image].map(({ id }, index) => ({ key: `${index}`, imageId: id }))
    const { id } = await created(eli, { captions })

    expect(await problems(id)).toEqual(['INVALID captions.1.imageId'])
  })

  it('is of the latest revision, also in stage PUBLISHED, and not for readers', async () => {
    const { id } = await given.article({ headline: 'Live' })
    await given.revision({ id, uuid: uuidOf(id), slug: '' }, { headline: '' })
    const read = `{ article(id: "${id}") { headline publishability { path } } }`

    expect(await eli.query(read)).toEqual({ article: { headline: 'Live', publishability: [{ path: ['headline'] }] } })
    expect((await api.errors(read))[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } })
  })
})

describe('the rules of publishing', () => {
  it('are all met by an unfinished draft of this file, and are all in docs/editing.md', () => {
    const guide = readFileSync(new URL('../../docs/editing.md', import.meta.url), 'utf8')
    for (const [rule, { message }] of Object.entries(PUBLISHING_RULES)) expect(guide, rule).toContain(message)
  })

  it('leave what runs code, what is too long and what points nowhere to every save', async () => {
    const faults = faultsOf(
      await create(eli, {
        headline: 'x'.repeat(301),
        topics: [{ slug: 'nowhere' }],
        ...body(
          { embed: { url: 'JavaScript:alert(1)' } },
          { embed: { url: ' \u0001data:text/html,x' } },
          { embed: { url: 'x'.repeat(2001) } },
        ),
      }),
    )

    expect(faults).toEqual([
      'TOO_LONG input.headline',
      'NOT_FOUND input.topics.0.slug',
      'INVALID input.body.0.embed.url',
      'INVALID input.body.1.embed.url',
      'TOO_LONG input.body.2.embed.url',
    ])
  })
})
