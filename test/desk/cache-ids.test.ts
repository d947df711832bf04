import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

// `id` is the same in every stage and revision; `cacheId` tells apart what differs. docs/clients.md says what for.

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const reporter = api.as('REPORTER')
const given = givenIn(database)
const image = await given.image({ description: 'From the library' })

interface Read {
  id: string
  cacheId: string
  headline?: string
  text?: string
}

/** Live with its first revision, then a second one that is no longer the latest, and a third. The caption is the same in all. */
async function article() {
  const caption = { id: randomUUID(), image, role: 'LEAD' as const }
  const made = await given.article({ headline: 'Live', captions: [{ ...caption, text: 'Live' }] })
  const middle = await given.revision(made, { headline: 'Middle', captions: [{ ...caption, text: 'Middle' }] })
  const latest = await given.revision(made, { headline: 'Draft', captions: [{ ...caption, text: 'Draft' }] })
  return { ...made, captionId: `caption_${caption.id}`, middle, latest }
}

const ARTICLE = `id cacheId stage headline captions { id cacheId text } leadImage { id cacheId } body { ... on ImageBlock { caption { id cacheId } } }`

const NODE = `query ($id: ID!) { node(id: $id) { id cacheId ... on Article { stage headline } ... on Caption { text } ... on Correction { kind } } }`
const NODES = `query ($ids: [ID!]!, $stage: Stage! = PUBLISHED) { nodes(ids: $ids, stage: $stage) { id cacheId ... on Article { headline } ... on Caption { text } } }`

const nodeAs = async (client: Pick<typeof editor, 'query'>, id: string) =>
  (await client.query<{ node: Read | null }>(NODE, { id })).node

describe('Article.stage and cacheId', () => {
  it('are PUBLISHED and the id where readers look, for the desk too', async () => {
    const { id, captionId } = await article()

    for (const client of [api, editor]) {
      expect(await client.query(`query ($id: ID!) { article(id: $id) { ${ARTICLE} } }`, { id })).toMatchObject({
        article: {
          id,
          cacheId: id,
          stage: 'PUBLISHED',
          headline: 'Live',
          captions: [{ id: captionId, cacheId: captionId, text: 'Live' }],
          leadImage: { cacheId: captionId },
        },
      })
    }
  })

  it('are DRAFT and another key in stage DRAFT, while the id stays', async () => {
    const { id, captionId } = await article()

    expect(
      await editor.query(`query ($id: ID!) { article(id: $id, stage: DRAFT) { ${ARTICLE} } }`, { id }),
    ).toMatchObject({
      article: {
        id,
        cacheId: `${id}:DRAFT`,
        stage: 'DRAFT',
        headline: 'Draft',
        captions: [{ id: captionId, cacheId: `${captionId}:DRAFT`, text: 'Draft' }],
        leadImage: { cacheId: `${captionId}:DRAFT` },
      },
    })
  })

  it('are those of a draft in the payload of a mutation, and those of readers in what a draft is related to', async () => {
    const other = await given.article({ headline: 'Other' })
    const { id, captionId } = await article()

    const payload = await editor.mutate(
      `mutation ($input: SetRelatedArticlesInput!) { setRelatedArticles(input: $input) { article {
        cacheId stage captions { cacheId } pinnedArticles { cacheId stage } relatedArticles(first: 1) { nodes { cacheId stage } } } } }`,
      { input: { id, version: 1, pinnedIds: [other.id], excludedIds: [] } },
    )

    expect(payload).toEqual({
      article: {
        cacheId: `${id}:DRAFT`,
        stage: 'DRAFT',
        captions: [{ cacheId: `${captionId}:DRAFT` }],
        pinnedArticles: [{ cacheId: `${other.id}:DRAFT`, stage: 'DRAFT' }],
        relatedArticles: { nodes: [{ cacheId: other.id, stage: 'PUBLISHED' }] },
      },
    })
  })

  it('differ between two preview links to two revisions, and are the same for two links to one', async () => {
    const { id, slug, captionId, middle, latest, ...made } = await article()
    const links = await Promise.all(
      [{ revisionId: middle }, { revisionId: middle }, {}].map((pinned) => given.previewLink(made, pinned)),
    )

    const read = await Promise.all(
      links.map(({ token }) =>
        api.query<{ article: Read & { stage: string; captions: Read[] } }>(
          `query ($slug: String!, $token: String!) { article(slug: $slug, stage: DRAFT, previewToken: $token) { ${ARTICLE} } }`,
          { slug, token },
        ),
      ),
    )

    expect(
      read.map(({ article: { cacheId, stage, headline, captions } }) => [
        cacheId,
        stage,
        headline,
        captions[0]?.cacheId,
      ]),
    ).toEqual([
      [`${id}:${middle}`, 'DRAFT', 'Middle', `${captionId}:${middle}`],
      [`${id}:${middle}`, 'DRAFT', 'Middle', `${captionId}:${middle}`],
      [`${id}:${latest}`, 'DRAFT', 'Draft', `${captionId}:${latest}`],
    ])
  })

  it('differ for the captions of each revision in the history, and in an image’s uses', async () => {
    const { id, captionId, revisionId, middle, latest } = await article()

    const { article: read } = await editor.query<{ article: { revisions: { nodes: { captions: Read[] }[] } } }>(
      'query ($id: ID!) { article(id: $id, stage: DRAFT) { revisions { nodes { captions { cacheId text } } } } }',
      { id },
    )
    const uses =
      'query ($id: ID!) { image(id: $id) { uses(first: 50) { nodes { isLive article { id cacheId } caption { id cacheId text } } } } }'
    const desk = await editor.query<{ image: { uses: { nodes: { article: Read; caption: Read }[] } } }>(uses, {
      id: image.id,
    })

    expect(read.revisions.nodes.flatMap(({ captions }) => captions)).toEqual([
      { cacheId: `${captionId}:${latest}`, text: 'Draft' },
      { cacheId: `${captionId}:${middle}`, text: 'Middle' },
      { cacheId: `${captionId}:${revisionId}`, text: 'Live' },
    ])
    expect(desk.image.uses.nodes.find(({ article }) => article.id === id)).toEqual({
      isLive: true,
      article: { id, cacheId: `${id}:DRAFT` },
      caption: { id: captionId, cacheId: captionId, text: 'Live' },
    })
  })

  it('tell apart a caption that only a draft has among the uses of its image', async () => {
    const only = await given.image()
    const caption = { id: randomUUID(), image: only }
    const draft = await given.article({ status: 'DRAFT', captions: [caption] })

    expect(
      await editor.query('query ($id: ID!) { image(id: $id) { uses { nodes { caption { cacheId } } } } }', {
        id: only.id,
      }),
    ).toEqual({ image: { uses: { nodes: [{ caption: { cacheId: `caption_${caption.id}:${draft.revisionId}` } }] } } })
  })

  it('cost nothing: a stage is a constant of the statement', async () => {
    const [plain, staged] = await Promise.all(
      ['headline', 'stage headline'].map(async (fields) => {
        const [statement] = await api.statements(`{ articles(first: 1) { nodes { ${fields} } } }`)
        return statement?.text ?? ''
      }),
    )

    expect(staged?.replace("'stage', 'PUBLISHED'::text, ", '')).toBe(plain)
  })
})

describe('node and nodes', () => {
  it('node reads by a cacheId what the cacheId was read with', async () => {
    const { id, captionId, middle } = await article()

    expect(await nodeAs(editor, id)).toMatchObject({ id, cacheId: id, stage: 'PUBLISHED', headline: 'Live' })
    expect(await nodeAs(editor, `${id}:DRAFT`)).toEqual({
      id,
      cacheId: `${id}:DRAFT`,
      stage: 'DRAFT',
      headline: 'Draft',
    })
    expect(await nodeAs(editor, captionId)).toMatchObject({ cacheId: captionId, text: 'Live' })
    expect(await nodeAs(editor, `${captionId}:DRAFT`)).toMatchObject({ cacheId: `${captionId}:DRAFT`, text: 'Draft' })
    expect(await nodeAs(editor, `${captionId}:${middle}`)).toMatchObject({
      id: captionId,
      cacheId: `${captionId}:${middle}`,
      text: 'Middle',
    })
  })

  it('node finds a draft that was never live by its cacheId, for a reporter too, and nothing by its id', async () => {
    const { id } = await given.article({ status: 'DRAFT', headline: 'טיוטה' })

    expect(await nodeAs(reporter, `${id}:DRAFT`)).toMatchObject({ id, headline: 'טיוטה' })
    expect(await nodeAs(reporter, id)).toBeNull()
  })

  it('node shows readers nothing by the cacheId of a draft, a caption of one, or a revision’s caption', async () => {
    const { id, captionId, middle, revisionId } = await article()

    for (const cacheId of [`${id}:DRAFT`, `${captionId}:DRAFT`, `${captionId}:${middle}`, `${captionId}:${revisionId}`])
      expect(await nodeAs(api, cacheId), cacheId).toBeNull()
  })

  it('node finds nothing by what only looks like a cacheId', async () => {
    const { id, captionId, middle } = await article()
    const topic = await given.topic()

    for (const made of [
      `${id}:PUBLISHED`,
      `${id}:draft`,
      `${id}:`,
      `${id}:DRAFT:DRAFT`,
      `${id}:${middle}`,
      `${captionId}:${randomUUID()}`,
      `${topic.id}:DRAFT`,
      ':DRAFT',
    ])
      expect(await nodeAs(editor, made), made).toBeNull()
  })

  it('nodes reads drafts by ids in stage DRAFT, and each cacheId as it was read, in the order asked', async () => {
    const one = await article()
    const two = await given.article({ status: 'DRAFT', headline: 'Never live' })
    const topic = await given.topic()
    const ids = [
      two.id,
      one.id,
      one.captionId,
      `${one.captionId}:${one.middle}`,
      `${one.id}:DRAFT`,
      topic.id,
      'x',
      two.id,
    ]

    const { nodes } = await editor.query<{ nodes: (Read | null)[] }>(NODES, { ids, stage: 'DRAFT' })

    expect(nodes.map((node) => node && [node.cacheId, node.headline ?? node.text])).toEqual([
      [`${two.id}:DRAFT`, 'Never live'],
      [`${one.id}:DRAFT`, 'Draft'],
      [`${one.captionId}:DRAFT`, 'Draft'],
      [`${one.captionId}:${one.middle}`, 'Middle'],
      [`${one.id}:DRAFT`, 'Draft'],
      [topic.id, undefined],
      null,
      [`${two.id}:DRAFT`, 'Never live'],
    ])
  })

  it('nodes mixes stages where each cacheId says its own, and readers get the live ones of them', async () => {
    const { id, captionId } = await article()
    const ids = [id, `${id}:DRAFT`, captionId]

    const desk = await editor.query<{ nodes: (Read | null)[] }>(NODES, { ids })
    const readers = await api.query<{ nodes: (Read | null)[] }>(NODES, { ids })

    expect(desk.nodes.map((node) => node?.headline ?? node?.text)).toEqual(['Live', 'Draft', 'Live'])
    expect(readers.nodes.map((node) => node?.headline ?? node?.text)).toEqual(['Live', undefined, 'Live'])
  })

  it('nodes in stage DRAFT is FORBIDDEN to readers, whether there is such an article or not', async () => {
    const { id } = await article()

    for (const ids of [[id], [`article_${randomUUID()}`], []])
      expect(await api.errors(NODES, { ids, stage: 'DRAFT' })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  it('node shows the desk a correction of an article that is not live, and readers not', async () => {
    const correction = {
      id: randomUUID(),
      kind: 'CORRECTION' as const,
      text: 'A name',
      publishedAt: '2020-01-02T00:00:00Z',
    }
    await given.article({ status: 'WITHDRAWN', corrections: [correction] })

    expect(await nodeAs(editor, `correction_${correction.id}`)).toMatchObject({ kind: 'CORRECTION' })
    expect(await nodeAs(api, `correction_${correction.id}`)).toBeNull()
  })
})

describe('A cacheId in an input', () => {
  it('names nothing, and changes nothing', async () => {
    const { id } = await article()

    const payload = await expectNoChange(database, () =>
      editor.mutate(
        'mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { article { id } userErrors { code path } } }',
        { input: { id: `${id}:DRAFT`, version: 1, headline: 'Other' } },
      ),
    )

    expect(payload).toEqual({ article: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }] })
  })
})
