import { graphql } from 'graphql'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '../../src/config/env.ts'
import { trigramsOf } from '../../src/database/capabilities.ts'
import { imageAddresses } from '../../src/media/serving/image-addresses.ts'
import { mediaSecret } from '../../src/media/serving/secret.load.ts'
import { signerOf } from '../../src/media/serving/signature.ts'
import { TAGGED_READERS } from '../../src/reading/audience.ts'
import { Plans } from '../../src/reading/plans.ts'
import { Reader } from '../../src/reading/reader.ts'
import { executableSchema } from '../../src/schema.ts'
import { shapesOf } from '../../src/shapes.ts'
import { SITE_URL, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SEO } from './seo-documents.ts'

const database = await testDatabase()
const { prisma } = database
const admin = (await testApi(database)).as('ADMIN')
const given = givenIn(database)
const { site } = parseEnv({ SITE_URL })
const plans = new Plans(
  shapesOf(site, await trigramsOf(database), imageAddresses(site, signerOf(await mediaSecret(database)))),
)
const schema = executableSchema(plans)

/** What readers get, and the tags that purge it. */
async function read(source: string) {
  const reader = new Reader(database, plans, TAGGED_READERS)
  const { data } = await graphql({ schema, source, contextValue: { reader } })
  return { json: JSON.stringify(data), tags: reader.tags.tags, validUntil: reader.tags.validUntil }
}

const world = await given.topic({ kind: 'SECTION', name: 'World' })
const egypt = await given.topic({ name: 'Egypt', parent: world })
const israel = await given.topic({ name: 'Israel' })
const author = await given.author({ name: 'Noa' })
const [lead, social] = [await given.image(), await given.image()]
const article = await given.article({
  slug: 'seen',
  topics: [egypt, { topic: israel, rel: 'MENTIONS' }],
  credits: [{ author }],
  captions: [{ image: lead, role: 'LEAD' }],
})
const group = { uuid: (await prisma.article.findUniqueOrThrow({ where: { id: article.uuid } })).translationGroupId }
const sibling = await given.article({ slug: 'sibling', locale: 'he', translationOf: group })
const draft = await given.article({ slug: 'draft', locale: 'ar', status: 'DRAFT', translationOf: group })

const ARTICLE = `{ article(slug: "seen") { seo { ${SEO} } } }`

const change = (name: string, input: object) =>
  admin.mutate<{ userErrors: object[] }>(
    `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code path message } } }`,
    { input },
  )

describe('What changes the head of an article purges it', () => {
  it.each([
    ['the name of a topic', 'updateTopic', () => ({ id: egypt.id, version: 1, name: 'Sinai' })],
    ['the name of a topic that is mentioned', 'updateTopic', () => ({ id: israel.id, version: 1, name: 'Jaffa' })],
    [
      'the page of a topic elsewhere',
      'updateTopic',
      () => ({ id: egypt.id, version: 2, sameAs: ['https://w.example/'] }),
    ],
    ['the name of the section above', 'updateTopic', () => ({ id: world.id, version: 1, name: 'Globe' })],
    ['the address of the section above', 'updateTopic', () => ({ id: world.id, version: 2, slug: 'globe' })],
    ['another place of its topic', 'updateTopic', () => ({ id: egypt.id, version: 3, parentId: null })],
    ['the job title of its author', 'updateAuthor', () => ({ id: author.id, version: 1, jobTitle: 'Editor' })],
    ['the address of its author', 'updateAuthor', () => ({ id: author.id, version: 2, slug: 'noa-l' })],
    ['the alternative text of its image', 'updateImage', () => ({ id: lead.id, altText: 'Other' })],
    ['the name of the site', 'updateSiteSettings', async () => ({ version: await given.siteVersion(), name: 'Daily' })],
    ['that its image is withheld', 'updateImage', () => ({ id: lead.id, withheld: true })],
    [
      'the image of the site',
      'updateSiteSettings',
      async () => ({ version: await given.siteVersion(), socialImageId: social.id }),
    ],
    ['the alternative text of the image of the site', 'updateImage', () => ({ id: social.id, altText: 'Site' })],
    ['that its image comes back', 'updateImage', () => ({ id: lead.id, withheld: false })],
    ['a correction', 'addCorrection', () => ({ id: article.id, version: 1, kind: 'CORRECTION', text: 'Wrong.' })],
    ['that a translation is not listed', 'updateArticle', () => ({ id: sibling.id, version: 1, noIndex: true })],
    ['that a translation is listed again', 'updateArticle', () => ({ id: sibling.id, version: 2, noIndex: false })],
    ['that a translation goes live', 'publishArticle', () => ({ id: draft.id, version: 1 })],
    ['that a translation is withdrawn', 'withdrawArticle', () => ({ id: sibling.id, version: 3, reason: 'x' })],
    ['that it is not listed', 'updateArticle', () => ({ id: article.id, version: 2, noIndex: true })],
  ])('%s', async (_what, mutation, input) => {
    const before = await read(ARTICLE)
    const { id: last } = await prisma.outboxEvent.findFirstOrThrow({ orderBy: { id: 'desc' } })

    expect(await change(mutation, await input())).toMatchObject({ userErrors: [] })

    const events = await prisma.outboxEvent.findMany({ where: { id: { gt: last } } })
    const purged = events.flatMap(({ tags }) => tags)
    expect((await read(ARTICLE)).json).not.toBe(before.json)
    expect(purged.filter((tag) => before.tags.has(tag))).not.toEqual([])
  })

  it('is not stored for longer than the rights of the images last', async () => {
    for (const image of [lead, social]) {
      await prisma.image.updateMany({ data: { rightsExpireAt: null } })
      await prisma.image.update({ where: { id: image.uuid }, data: { rightsExpireAt: new Date(Date.now() + 60_000) } })

      const { validUntil } = await read(ARTICLE)
      expect(validUntil).toBeLessThan(performance.now() + 60_001)
    }
  })
})
