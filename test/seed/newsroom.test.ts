import { createHash } from 'node:crypto'
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { HIDDEN_WORDS } from '../../prisma/seed/hidden-words.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { seedNewsroom } from '../../prisma/seed/newsroom.ts'
import { parseBody, plainText } from '../../src/content/body.ts'
import { mediaDir as sharedMediaDir, temporaryFolder, testDatabase } from '../helpers/database.ts'

const database = await testDatabase({ seeded: true })
const { prisma } = database
// Other files read the shared one meanwhile.
const mediaDir = await temporaryFolder()
const place = { mediaDir, bucket: null }
await cp(sharedMediaDir, mediaDir, { recursive: true })

/** Every row of every table, as one text per table. */
async function content(): Promise<Record<string, unknown>> {
  const tables = await database.query<{ name: string }>({
    text: `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
    parameters: [],
  })
  const sums: Record<string, unknown> = {}
  for (const { name } of tables) {
    const text = `SELECT count(*)::int AS rows, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM "${name}" t`
    sums[name] = (await database.query({ text, parameters: [] }))[0]
  }
  return sums
}

const khoury = () =>
  prisma.article.findUniqueOrThrow({
    where: { slug_locale: { slug: KHOURY_SLUG, locale: 'en' } },
    include: {
      liveRevision: {
        include: {
          credits: true,
          captions: { include: { image: true } },
          topics: { include: { topic: true }, orderBy: { position: 'asc' } },
        },
      },
    },
  })

describe('The Khoury piece', () => {
  it('has headline, byline, caption and credit as printed', async () => {
    const { liveRevision, publishedAt } = await khoury()

    expect(liveRevision?.headline).toBe('Senior Hamas Officials Travel to Cairo to Mend Egypt Ties')
    expect(liveRevision?.credits.map(({ name, role }) => [name, role])).toEqual([['Jack Khoury', 'WRITER']])
    expect(liveRevision?.captions[0]).toMatchObject({
      role: 'LEAD',
      text: 'Senior Hamas officials Mahmoud Al-Zahar, Khalil Al-Hayya and Imad Al-Alami in Gaza in 2015.',
      image: { credit: 'Reuters', mimeType: 'image/png' },
    })
    expect(publishedAt?.toISOString().slice(0, 10)).toBe('2016-03-12')
    expect(publishedAt?.getUTCDay()).toBe(6)
  })

  it.each([
    ['delegation', /12 members/, /Mousa Abu Marzouk/, /deputy chief/, /politburo/],
    ['its members', /Mahmoud Al-Zahar/, /Khalil Al-Hayya/, /Imad Al-Alami/, /Nizhar Udalla/],
    ['the way', /Saturday morning/, /Rafah crossing/, /heavily guarded/, /Gaza Strip/],
    ['the accusation', /A week earlier/, /Hisham Barakat, last year/, /“politically motivated”/, /tension/],
    ['the talks', /military intelligence/, /Sinai branch of ISIS/, /ceasefire/, /reconciliation/, /land crossing/],
    ['the spokesman', /Sami Abu Zuhri/, /Al-Quds Al-Arabi/, /London/],
    ['the blockade', /1\.95 million/, /Israel/, /since 2013|Since 2013/, /precarious/, /Egyptian soldiers/],
    ['the past', /2007/, /Mahmoud Abbas/, /West Bank/, /Mohammed Morsi/, /Muslim Brotherhood/, /truces/],
  ])('keeps the facts: %s', async (_of, ...facts) => {
    const { liveRevision } = await khoury()

    for (const fact of facts) expect(liveRevision?.plainText).toMatch(fact)
  })

  it('quotes the spokesman word for word', async () => {
    const { liveRevision } = await khoury()

    expect(parseBody(liveRevision?.body)).toContainEqual({
      type: 'quote',
      text: 'Hamas stresses its interest in preserving the security and stability of Egypt and we are looking forward to a new era in relations',
      attribution: 'Sami Abu Zuhri, Hamas spokesman, in a statement',
    })
  })

  it('is about Hamas, Egypt, Gaza, Cairo, Sinai and the Palestinians', async () => {
    const { liveRevision } = await khoury()

    const about = liveRevision?.topics.filter(({ rel }) => rel === 'ABOUT').map(({ topic }) => topic.name)
    expect(about).toEqual(['Hamas', 'Egypt', 'Gaza', 'Cairo', 'Sinai', 'Palestinians'])
  })

  it('has a translation into Hebrew in its group', async () => {
    const { translationGroupId } = await khoury()

    const group = await prisma.article.findMany({ where: { translationGroupId }, orderBy: { locale: 'asc' } })
    expect(group.map(({ locale, status }) => [locale, status])).toEqual([
      ['en', 'PUBLISHED'],
      ['he', 'PUBLISHED'],
    ])
  })
})

describe('The newsroom around it', () => {
  it('has about sixty articles, a dozen authors and forty topics of every kind', async () => {
    const [articles, authors, topics] = [
      await prisma.article.count(),
      await prisma.author.count(),
      await prisma.topic.count(),
    ]
    const kinds = await prisma.topic.groupBy({ by: ['kind'] })

    expect(articles).toBeGreaterThanOrEqual(60)
    expect(authors).toBeGreaterThanOrEqual(12)
    expect(topics).toBeGreaterThanOrEqual(40)
    expect(kinds).toHaveLength(7)
  })

  it('has articles in every state', async () => {
    const states = await prisma.article.groupBy({ by: ['status'] })
    const embargoed = await prisma.article.count({
      where: { embargoedUntil: { gt: new Date() }, liveRevisionId: null },
    })
    const redrafted = await database.query({
      text: 'SELECT id FROM article WHERE live_revision_id <> latest_revision_id',
      parameters: [],
    })

    expect(states.map(({ status }) => status).sort()).toEqual([
      'DRAFT',
      'PUBLISHED',
      'SCHEDULED',
      'TRASHED',
      'WITHDRAWN',
    ])
    expect(embargoed).toBeGreaterThan(0)
    expect(redrafted.length).toBeGreaterThan(0)
  })

  it('has bodies that the reading side accepts as they are', async () => {
    const revisions = await prisma.revision.findMany()

    for (const { body, plainText: text } of revisions) {
      expect(parseBody(body)).toEqual(body)
      expect(plainText(parseBody(body))).toBe(text)
    }
  })

  it('shows an inline image only where its caption is', async () => {
    const revisions = await prisma.revision.findMany({ include: { captions: true } })

    for (const { body, captions } of revisions) {
      const named = parseBody(body).flatMap((block) => (block.type === 'image' ? [block.captionId] : []))
      const inline = captions.filter(({ role }) => role === 'INLINE').map(({ id }) => id)
      expect(inline.sort()).toEqual(named.sort())
    }
  })

  it('has left addresses behind: a chain, and one that another article took', async () => {
    const aliases = await prisma.slugAlias.findMany({
      where: { slug: { startsWith: 'harbour-bridge-closed' } },
      include: { article: true },
    })
    const heir = await prisma.article.findUnique({
      where: { slug_locale: { slug: 'harbour-bridge-closed', locale: 'en' } },
    })

    expect(aliases.map(({ slug }) => slug).sort()).toEqual([
      'harbour-bridge-closed',
      'harbour-bridge-closed-for-repairs',
    ])
    expect(aliases.map(({ article }) => article?.slug)).toEqual(
      Array(2).fill('harbour-bridge-stays-closed-until-spring'),
    )
    expect(heir?.status).toBe('PUBLISHED')
    expect(await prisma.slugAlias.count({ where: { kind: { in: ['TOPIC', 'AUTHOR'] } } })).toBe(2)
  })

  it('has two articles of the same minute, and corrections of all kinds', async () => {
    const [twins] = await database.query<{ n: number }>({
      text: 'SELECT count(*)::int AS n FROM article WHERE live_revision_id IS NOT NULL GROUP BY published_at ORDER BY n DESC LIMIT 1',
      parameters: [],
    })
    const kinds = await prisma.correction.groupBy({ by: ['kind'] })

    expect(twins?.n).toBe(2)
    expect(kinds).toHaveLength(3)
  })

  it('has each hidden word somewhere, and none in a live text', async () => {
    const searched = `SELECT count(*) FILTER (WHERE t LIKE '%' || $1 || '%')::int AS n FROM`
    for (const word of HIDDEN_WORDS) {
      const everywhere = `${searched} (SELECT row_to_json(a)::text AS t FROM article a UNION ALL SELECT row_to_json(r)::text FROM revision r) x`
      const live = `${searched} (SELECT concat(row_to_json(r), row_to_json(c), row_to_json(k)) AS t FROM article a
        JOIN revision r ON r.id = a.live_revision_id LEFT JOIN credit c ON c.revision_id = r.id LEFT JOIN caption k ON k.revision_id = r.id) x`
      expect
        .soft((await database.query<{ n: number }>({ text: everywhere, parameters: [word] }))[0]?.n, word)
        .toBeGreaterThan(0)
      expect.soft((await database.query<{ n: number }>({ text: live, parameters: [word] }))[0]?.n, word).toBe(0)
    }
  })

  it('says of every image what to show until it is there', async () => {
    const images = await prisma.image.findMany()

    for (const { placeholder, dominantColor } of images) {
      expect(placeholder).toMatch(/^data:image\/webp;base64,.{50,980}$/)
      expect(dominantColor).toMatch(/^#[0-9a-f]{6}$/)
    }
  })

  it('has a real file for every image', async () => {
    const images = await prisma.image.findMany()

    for (const { file, checksum, sizeBytes, width, height } of images) {
      const bytes = await readFile(join(mediaDir, file))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(checksum)
      expect(bytes.length).toBe(sizeBytes)
      // Width and height stand in a PNG's first chunk.
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height])
    }
  })
})

describe('Seeding again', () => {
  it('changes nothing', async () => {
    const before = await content()

    const added = await seedNewsroom(database, place)

    expect(added).toEqual({ articles: 0, authors: 0, topics: 0, images: 0 })
    expect(await content()).toEqual(before)
  })

  it('leaves alone what a developer has changed or added, and what bears our address', async () => {
    await prisma.author.update({ where: { slug: 'wim-oosterkamp' }, data: { name: 'Wim O.', slug: 'wim-o' } })
    await prisma.topic.create({ data: { slug: 'my-topic', name: 'Mine' } })
    await prisma.article.delete({ where: { slug_locale: { slug: 'who-owns-the-beach', locale: 'en' } } })
    await prisma.article.update({
      where: { slug_locale: { slug: 'bread-costs-ten-pence-more', locale: 'en' } },
      data: { slug: 'who-owns-the-beach' },
    })
    const before = await content()

    await seedNewsroom(database, place)

    expect(await content()).toEqual(before)
  })

  it('brings back what was deleted, the lost file of an image too', async () => {
    const { file } = await prisma.image.findUniqueOrThrow({ where: { id: idOf('image', 'ferry') } })
    await rm(join(mediaDir, file))
    await prisma.article.delete({ where: { slug_locale: { slug: 'the-dog-that-takes-the-ferry', locale: 'en' } } })

    const added = await seedNewsroom(database, place)

    expect(added).toEqual({ articles: 1, authors: 0, topics: 0, images: 0 })
    await expect(readFile(join(mediaDir, file))).resolves.toBeInstanceOf(Buffer)
  })
})
