import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { type Json, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { contractOf } from './operations.ts'

const { operation, operationNames } = contractOf('editing')
const api = await testApi(await testDatabase({ seeded: true }))
const reporter = api.as('REPORTER')
const editor = api.as('EDITOR')
const admin = api.as('ADMIN')

const NOTHING_WRONG = { userErrors: [] }
const khouryId = `article_${idOf('article', `en/${KHOURY_SLUG}`)}`

interface Shown {
  id: string
  slug: string
  version: number
}

/** The fields of the article as the desk has it now. */
async function now(id: string): Promise<Shown & Json> {
  const { article } = await editor.query<{ article: Shown & Json }>(
    'query ($id: ID!) { article(id: $id, stage: DRAFT) { id slug version status workflowState headline } }',
    { id },
  )
  return article
}

let made: Shown

const BODY = [
  { paragraph: { html: 'The delegation is <em>expected</em> to stay two days.' } },
  { heading: { level: 2, text: 'What is on the table' } },
  { image: { captionKey: 'lead' } },
  { quote: { text: 'We came to mend ties.', attribution: 'A member of the delegation' } },
  { list: { ordered: true, items: ['The crossing', 'The tunnels'] } },
  { embed: { url: 'https://video.example/watch?v=1' } },
]

async function imageId(): Promise<string> {
  const { images } = await api.query<{ images: { nodes: { id: string }[] } }>('{ images(first: 1) { nodes { id } } }')
  return images.nodes[0]?.id ?? ''
}

beforeAll(async () => {
  const { article } = await reporter.mutate<{ article: Shown }>(operation('Create'), {
    input: {
      headline: 'Delegation Stays for a Second Day',
      kicker: 'Cairo',
      standfirst: 'The talks go on.',
      locale: 'en',
      credits: [{ name: 'Jack Khoury', role: 'WRITER' }],
      topics: [{ slug: 'egypt', rel: 'ABOUT' }],
      captions: [
        { key: 'lead', imageId: await imageId(), role: 'LEAD', text: 'Arrival', altText: 'Men', credit: 'Reuters' },
      ],
      body: BODY,
    },
  })
  made = article
})

/** A draft of the editor's, for a test that moves it about. */
async function draft(headline = 'A draft of its own'): Promise<Shown> {
  const { article } = await editor.mutate<{ article: Shown }>(operation('Create'), {
    input: { headline, locale: 'en' },
  })
  return article
}

/** Sends an operation that takes an article and its version; the payload must be without errors. */
async function move(name: string, { id }: Shown, more: Json = {}, as = editor): Promise<Json> {
  const { version } = await now(id)
  const payload = await as.mutate<Json>(operation(name), { id, version, ...more })
  expect(payload).toMatchObject(NOTHING_WRONG)
  return payload
}

describe('The operations that a desk sends', () => {
  it('each stand in a test below', () => {
    const here = readFileSync(new URL(import.meta.url), 'utf8')
    expect(operationNames.filter((name) => !here.includes(`'${name}'`))).toEqual([])
  })
})

describe('Writing', () => {
  it('Create makes a draft at version 1 with a slug from the headline', () => {
    expect(made).toMatchObject({
      slug: 'delegation-stays-for-a-second-day',
      version: 1,
      status: 'DRAFT',
      workflowState: 'DRAFT',
    })
  })

  it('Update saves, and tells one who comes later what changed, by whom, and shows the article', async () => {
    const { id } = await draft('Before')
    const saved = await editor.mutate(operation('Update'), { input: { id, version: 1, headline: 'After' } })
    const late = await admin.mutate(operation('Update'), { input: { id, version: 1, headline: 'Too late' } })

    expect(saved).toEqual({ article: { id, version: 2, headline: 'After' }, conflict: null, userErrors: [] })
    expect(late).toMatchObject({
      article: null,
      conflict: {
        currentVersion: 2,
        changedPaths: ['headline'],
        changedBy: { name: (await editor.user()).name },
        article: { id, version: 2, headline: 'After' },
      },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
  })
})

describe("The desk's way", () => {
  it('goes by Submit, Back, Approve and Publish', async () => {
    expect(await move('Submit', made, {}, reporter)).toMatchObject({ article: { workflowState: 'IN_REVIEW' } })
    expect(await move('Back', made)).toMatchObject({ article: { workflowState: 'DRAFT' } })
    await move('Submit', made, {}, reporter)
    expect(await move('Approve', made)).toMatchObject({ article: { workflowState: 'APPROVED' } })
    const { article } = await move('Publish', made)
    expect(article).toMatchObject({ status: 'PUBLISHED', hasUnpublishedChanges: false })
    const { article: page } = await api.query('query ($slug: String!) { article(slug: $slug) { headline } }', {
      slug: made.slug,
    })
    expect(page).toEqual({ headline: 'Delegation Stays for a Second Day' })
  })

  it('Schedule and Unschedule', async () => {
    const article = await draft()
    const at = '2099-06-01T06:00:00.000Z'
    expect(await move('Schedule', article, { at })).toMatchObject({
      article: { status: 'SCHEDULED', scheduledFor: at },
    })
    expect(await move('Unschedule', article)).toMatchObject({ article: { status: 'DRAFT' } })
  })

  it('Correct shows readers a note, Withdraw takes the article away', async () => {
    const article = await draft('To be corrected')
    await move('Publish', article)
    expect(await move('Correct', article)).toMatchObject({
      article: { corrections: [{ kind: 'CORRECTION', text: 'An earlier version misspelt a name.' }] },
    })
    expect(await move('Withdraw', article)).toMatchObject({ article: { status: 'WITHDRAWN' } })
    const { article: page } = await api.query('query ($id: ID!) { article(id: $id) { headline } }', { id: article.id })
    expect(page).toBeNull()
  })

  it('Trash, Untrash, Trash again and Delete', async () => {
    const article = await draft('To be deleted')
    expect(await move('Trash', article)).toMatchObject({ article: { status: 'TRASHED' } })
    expect(await move('Untrash', article)).toMatchObject({ article: { status: 'DRAFT' } })
    await move('Trash', article)
    expect(await move('Delete', article, {}, admin)).toMatchObject({ deletedId: article.id })
    expect(await now(article.id)).toBeNull()
  })
})

describe('History', () => {
  interface History {
    activity: { nodes: Json[] }
  }

  it('shows revisions, the difference, the audit trail and the lock; RestoreRevision brings an old text back', async () => {
    const { id } = await draft('First words')
    await editor.mutate(operation('Update'), { input: { id, version: 1, headline: 'Second words' } })
    const locked = await editor.mutate(operation('Lock'), { id })
    const { name } = await editor.user()
    const { article } = await editor.query<{ article: History }>(operation('History'), { id })

    expect(locked).toMatchObject({ lock: { holder: { name } }, userErrors: [] })
    expect(article).toMatchObject({
      version: 2,
      status: 'DRAFT',
      hasUnpublishedChanges: true,
      revisions: {
        nodes: [
          { number: 2, createdBy: { name }, summary: 'headline', isLive: false, headline: 'Second words' },
          { number: 1, createdBy: { name }, isLive: false, headline: 'First words' },
        ],
        totalCount: 2,
      },
      diff: { changes: [{ path: 'headline', kind: 'CHANGED', before: 'First words', after: 'Second words' }] },
      lock: { holder: { name } },
    })
    expect(article.activity.nodes.map(({ action }) => action)).toEqual(expect.arrayContaining(['SAVED', 'CREATED']))

    expect(await editor.mutate(operation('RestoreRevision'), { id, version: 2, number: 1 })).toEqual({
      article: { version: 3, headline: 'First words' },
      userErrors: [],
    })
    expect(await editor.mutate(operation('Unlock'), { id })).toEqual({ article: { lock: null }, userErrors: [] })
  })

  it('is not for readers: each of its fields is FORBIDDEN to them', async () => {
    const codes = (await api.errors(operation('History'), { id: khouryId })).map(({ extensions }) => extensions?.code)
    expect(new Set(codes)).toEqual(new Set(['FORBIDDEN']))
  })
})

describe('Previews', () => {
  it('Preview makes a link, ByPreview opens that article with it and nothing else', async () => {
    const article = await draft('For your eyes')
    const other = await draft('Not for your eyes')
    const payload = await editor.mutate<{ previewLink: { token: string; url: string } & Json }>(operation('Preview'), {
      id: article.id,
    })
    const { token, url } = payload.previewLink

    expect(url).toContain(token)
    const open = async (slug: string) => (await api.query(operation('ByPreview'), { slug, token })).article
    expect(await open(article.slug)).toEqual({ headline: 'For your eyes', status: 'DRAFT' })
    expect(await open(other.slug)).toBeNull()
  })
})

describe('Topics, authors, images', () => {
  it('NewTopic, EditTopic and MergeTopics, whose old address redirects', async () => {
    const { topic: port } = await editor.mutate<{ topic: Shown }>(operation('NewTopic'), {
      input: { name: 'Port of Ashdod' },
    })
    const { topic: ports } = await editor.mutate<{ topic: Shown }>(operation('NewTopic'), { input: { name: 'Ports' } })
    const edited = await editor.mutate(operation('EditTopic'), {
      input: { id: port.id, version: 1, name: 'Ashdod port', parentId: ports.id },
    })
    const merged = await editor.mutate(operation('MergeTopics'), { from: port.id, into: ports.id })
    const { resolvePath } = await api.query(
      '{ resolvePath(path: "/topic/port-of-ashdod") { ... on Redirect { location } } }',
    )

    expect(edited).toEqual({
      topic: { id: port.id, slug: 'port-of-ashdod', name: 'Ashdod port', parent: { slug: 'ports' } },
      userErrors: [],
    })
    expect(merged).toEqual({ topic: { id: ports.id, slug: 'ports', articleCount: 0 }, userErrors: [] })
    expect(resolvePath).toEqual({ location: '/topic/ports' })
  })

  it('NewAuthor and EditAuthor', async () => {
    const { author } = await editor.mutate<{ author: Shown }>(operation('NewAuthor'), { input: { name: 'Noa Levi' } })
    const edited = await editor.mutate(operation('EditAuthor'), {
      input: { id: author.id, version: 1, bio: 'Writes.' },
    })

    expect(author.slug).toBe('noa-levi')
    expect(edited).toEqual({
      author: { id: author.id, slug: 'noa-levi', name: 'Noa Levi', bio: 'Writes.' },
      userErrors: [],
    })
  })

  it('EditImage', async () => {
    const id = await imageId()
    const input = {
      id,
      altText: 'Three men',
      description: 'In Gaza',
      credit: 'Reuters',
      focalPoint: { x: 0.25, y: 0.5 },
    }
    expect(await editor.mutate(operation('EditImage'), { input })).toEqual({ image: input, userErrors: [] })
  })
})

describe('The desk', () => {
  it('Me says who asks and what they may do; a reader is nobody', async () => {
    const { viewer } = await reporter.query(operation('Me'))
    const { name, email } = await reporter.user()

    expect(viewer).toMatchObject({
      name,
      email,
      role: 'REPORTER',
      permissions: expect.arrayContaining(['READ_DRAFTS']),
    })
    expect(await api.query(operation('Me'))).toEqual({ viewer: null })
  })

  it('Desk lists what waits for review', async () => {
    const article = await draft('Waits for review')
    await move('Submit', article)
    const { articles } = await editor.query<{ articles: { nodes: Json[]; totalCount: number } }>(operation('Desk'))

    expect(articles.nodes[0]).toMatchObject({ id: article.id, version: 2, workflowState: 'IN_REVIEW', lock: null })
    expect(articles.nodes).toHaveLength(articles.totalCount)
  })

  it('Calendar lists what is scheduled, the next first', async () => {
    const article = await draft('Next Monday')
    await move('Schedule', article, { at: '2098-01-01T06:00:00.000Z' })
    const { articles } = await editor.query<{ articles: { nodes: Json[] } }>(operation('Calendar'))

    expect(articles.nodes[0]).toEqual({ headline: 'Next Monday', scheduledFor: '2098-01-01T06:00:00.000Z' })
    expect(articles.nodes.length).toBeGreaterThan(1)
  })
})
