import type { Database } from '../../src/database/database.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import type { ImageMetadataInput } from '../../src/image/new-image.rules.ts'
import type { MediaPlace } from '../../src/media/store/media-store.ts'
import { addImages } from './add-images.ts'
import { composeStory, type Known, keyOf, storyId } from './compose.ts'
import { authors, type WrittenAuthor } from './content/authors.ts'
import { editor, reporter } from './content/desk.ts'
import { pictures, type WrittenImage } from './content/images.ts'
import { authorsInHebrew, topicsInHebrew } from './content/languages.ts'
import { redirects } from './content/redirects.ts'
import { stories } from './content/stories.ts'
import { curated, topics, type WrittenTopic } from './content/topics.ts'
import { addDesk } from './desk.ts'
import { addFronts } from './fronts.ts'
import { idOf } from './identity.ts'
import type { Story } from './story.ts'

type Transaction = Prisma.TransactionClient

/** Any number, but always this one: two processes that seed the same database take turns. */
const SEED_LOCK = 5_347_201

/** Rows have dates of their own, not of the day they were seeded. */
const FOUNDED = '2016-01-01T00:00:00Z'

/** The language that the newsroom has beside its own. */
const HEBREW = { locale: 'he' }

export interface Seeded {
  articles: number
  authors: number
  topics: number
  images: number
}

/**
 * Brings the Khoury piece and the newsroom around it, their pictures first, and says how much was added.
 *
 * What is there already, under our id or under the address that we would give, is left as it is with all that belongs to it; so a
 * second run adds nothing, and whatever a developer has changed or made meanwhile stays.
 */
export async function seedNewsroom(database: Database, place: MediaPlace): Promise<Seeded> {
  const images = await addNewsroomImages(database, place)
  return database.transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK})`
    const staff = await addDesk(tx, FOUNDED)
    const image = (key: string) => found(images.ids, idOf('image', key))
    const people = await addAuthors(tx, image, staff)
    const subjects = await addTopics(tx)
    const added = await addStories(tx, {
      reporter: found(staff, reporter.email),
      editor: found(staff, editor.email),
      image,
      author: (slug) => found(people.known, slug),
      topic: (slug) => found(subjects.ids, slug),
    })
    await addRedirects(tx)
    const topic = (slug: string) => found(subjects.ids, slug)
    await addFronts(tx, { topic, editor: found(staff, editor.email) })
    return { articles: added, authors: people.added, topics: subjects.added, images: images.added }
  })
}

function found<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name)
  if (thing === undefined) throw new Error(`The seed's texts name "${name}", which the seed does not have`)
  return thing
}

function addNewsroomImages(database: Database, place: MediaPlace) {
  return addImages(
    database,
    place,
    pictures.map((picture) => ({
      id: idOf('image', picture.key),
      drawing: { ...picture, name: picture.key },
      words: wordsOf(picture),
      createdAt: FOUNDED,
    })),
  )
}

function wordsOf({ focus, copyrightHolder, rightsExpireAt, ...picture }: WrittenImage): ImageMetadataInput {
  const { altText, description, credit, creator, usageTerms } = picture
  return {
    altText,
    description,
    credit,
    creator,
    copyrightHolder,
    copyrightNotice: `© ${copyrightHolder}`,
    usageTerms,
    rightsExpireAt: rightsExpireAt === null ? null : new Date(rightsExpireAt),
    focalPoint: focus && { x: focus[0], y: focus[1] },
  }
}

interface Addressed {
  slug: string
  formerSlug?: string
}

/** Which of the written objects exist: with our id, or because another object has the address. */
function settle<Written extends Addressed>(kind: string, written: Written[], rows: { id: string; slug: string }[]) {
  const ours = new Map(rows.map(({ id }) => [id, id]))
  const bySlug = new Map(rows.map(({ id, slug }) => [slug, id]))
  const ids = new Map(
    written.map(({ slug }) => [slug, ours.get(idOf(kind, slug)) ?? bySlug.get(slug) ?? idOf(kind, slug)]),
  )
  const present = new Set(rows.map(({ id }) => id))
  const missing = written.filter(({ slug }) => !present.has(ids.get(slug) ?? ''))
  const renamed = missing.flatMap(({ slug, formerSlug }) =>
    formerSlug === undefined || bySlug.has(formerSlug) ? [] : [{ slug, formerSlug }],
  )
  const firstSlug = ({ slug }: Addressed) => renamed.find((one) => one.slug === slug)?.formerSlug ?? slug
  return { ids, missing, renamed, firstSlug }
}

const slugsOf = (written: Addressed[]) =>
  written.flatMap(({ slug, formerSlug }) => (formerSlug === undefined ? [slug] : [slug, formerSlug]))

async function addAuthors(tx: Transaction, image: Known['image'], staff: ReadonlyMap<string, string>) {
  const where = {
    OR: [{ id: { in: authors.map(({ slug }) => idOf('author', slug)) } }, { slug: { in: slugsOf(authors) } }],
  }
  const select = { id: true, slug: true, name: true }
  const there = await tx.author.findMany({ where, select })
  const { ids, missing, renamed, firstSlug } = settle('author', authors, there)
  await tx.author.createMany({
    data: missing.map((author) => ({ ...authorRow(author, image, staff), slug: firstSlug(author) })),
  })
  await tx.authorLink.createMany({
    data: missing.flatMap(({ slug, links }) =>
      links.map((link, position) => ({ authorId: found(ids, slug), position, ...link })),
    ),
  })
  await tx.authorTranslation.createMany({
    data: missing.flatMap(({ slug }) => {
      const said = authorsInHebrew[slug]
      return said ? [{ id: idOf('author in Hebrew', slug), authorId: found(ids, slug), ...HEBREW, slug, ...said }] : []
    }),
    skipDuplicates: true,
  })
  // The address that is left behind becomes an alias: the database sees to it.
  for (const { slug } of renamed) await tx.author.update({ where: { id: found(ids, slug) }, data: { slug } })
  const names = new Map([...authors, ...there].map(({ slug, name }) => [slug, name]))
  const known = new Map([...ids].map(([slug, id]) => [slug, { id, name: names.get(slug) ?? slug }]))
  return { known, added: missing.length }
}

function authorRow(
  { slug, name, jobTitle, bio, user }: WrittenAuthor,
  image: Known['image'],
  staff: ReadonlyMap<string, string>,
) {
  const userId = user === undefined ? null : found(staff, user)
  return {
    id: idOf('author', slug),
    slug,
    name,
    jobTitle,
    bio,
    imageId: image(`portrait-${slug}`),
    userId,
    createdAt: FOUNDED,
    updatedAt: FOUNDED,
  }
}

async function addTopics(tx: Transaction) {
  const there = await tx.topic.findMany({
    where: {
      OR: [
        { id: { in: topics.map(({ slug }) => idOf('topic', slug)) } },
        { slug: { in: slugsOf(topics) } },
        { uri: { in: topics.flatMap(({ uri }) => uri ?? []) } },
      ],
    },
    select: { id: true, slug: true, uri: true },
  })
  const { ids, missing, renamed, firstSlug } = settle('topic', topics, there)
  const takenUris = new Set(there.map(({ uri }) => uri))
  const row = ({ slug, name, kind, parent, description, uri }: WrittenTopic) => ({
    id: idOf('topic', slug),
    slug,
    name,
    kind,
    parentId: parent === undefined ? null : found(ids, parent),
    description: description ?? null,
    uri: uri === undefined || takenUris.has(uri) ? null : uri,
    createdAt: FOUNDED,
    updatedAt: FOUNDED,
  })
  await tx.topic.createMany({ data: missing.map((topic) => ({ ...row(topic), slug: firstSlug(topic) })) })
  for (const { slug } of renamed) await tx.topic.update({ where: { id: found(ids, slug) }, data: { slug } })
  await tx.topicTranslation.createMany({
    data: missing.flatMap(({ slug }) => {
      const said = topicsInHebrew[slug]
      return said ? [{ id: idOf('topic in Hebrew', slug), topicId: found(ids, slug), ...HEBREW, slug, ...said }] : []
    }),
    skipDuplicates: true,
  })
  await tx.topicRelation.createMany({
    data: missing.flatMap(({ slug }) =>
      (curated[slug] ?? []).map((related, position) => ({
        topicId: found(ids, slug),
        relatedId: found(ids, related),
        position,
      })),
    ),
  })
  return { ids, added: missing.length }
}

async function addStories(tx: Transaction, known: Known): Promise<number> {
  const there = await tx.article.findMany({
    where: {
      OR: [
        { id: { in: stories.map(storyId) } },
        ...stories.flatMap(({ slug, formerSlugs = [], locale = 'en' }) => ({
          locale,
          slug: { in: [slug, ...formerSlugs] },
        })),
      ],
    },
    select: { id: true, slug: true, locale: true },
  })
  const present = new Set(there.flatMap(({ id, slug, locale }) => [id, `${locale}/${slug}`]))
  const missing = stories
    .filter((story) => !present.has(storyId(story)) && !present.has(keyOf(story)))
    .map((story) => withFreeAddresses(story, present))
  await insertStories(tx, missing, known)
  const ids = new Map([
    ...there.map(({ id, slug, locale }): [string, string] => [`${locale}/${slug}`, id]),
    ...missing.map((story): [string, string] => [keyOf(story), storyId(story)]),
  ])
  await addChoices(tx, missing, ids)
  return missing.length
}

/** If another article is at an address that ours once had, ours never had it. */
function withFreeAddresses(story: Story, present: ReadonlySet<string>): Story {
  const formerSlugs = (story.formerSlugs ?? []).filter((slug) => !present.has(`${story.locale ?? 'en'}/${slug}`))
  return { ...story, formerSlugs }
}

/** Those that take over an address come after the story that leaves it. */
async function insertStories(tx: Transaction, missing: Story[], known: Known): Promise<void> {
  const rows = missing.map((story) => ({ story, ...composeStory(story, known) }))
  await tx.revision.createMany({ data: rows.flatMap(({ revisions }) => revisions) })
  await tx.credit.createMany({ data: rows.flatMap(({ credits }) => credits) })
  await tx.caption.createMany({ data: rows.flatMap(({ captions }) => captions) })
  await tx.revisionTopic.createMany({ data: rows.flatMap((row) => row.topics) })
  const left = new Set(
    missing.flatMap(({ formerSlugs = [], locale = 'en' }) => formerSlugs.map((slug) => `${locale}/${slug}`)),
  )
  const [heirs, first] = [
    rows.filter(({ story }) => left.has(keyOf(story))),
    rows.filter(({ story }) => !left.has(keyOf(story))),
  ]
  for (const wave of [first, heirs]) {
    await tx.article.createMany({ data: wave.map(({ article }) => article) })
    for (const { story } of wave) await rename(tx, story)
  }
  await tx.correction.createMany({ data: rows.flatMap(({ corrections }) => corrections) })
}

/** What leads to an article that is not there is left out. */
async function addRedirects(tx: Transaction): Promise<void> {
  const articles = await tx.article.findMany({
    where: { locale: 'en', slug: { in: redirects.map(({ slug }) => slug) } },
    select: { id: true, slug: true },
  })
  const ids = new Map(articles.map(({ id, slug }) => [slug, id]))
  await tx.redirect.createMany({
    data: redirects.flatMap(({ path, slug }) => {
      const articleId = ids.get(slug)
      return articleId ? [{ id: idOf('redirect', path), path, articleId, source: 'seed', createdAt: FOUNDED }] : []
    }),
    skipDuplicates: true,
  })
}

/** Through all its addresses to the one of today; the database keeps those it leaves. */
async function rename(tx: Transaction, story: Story): Promise<void> {
  const [first, ...later] = [...(story.formerSlugs ?? []), story.slug]
  if (first === undefined) return
  for (const slug of later) await tx.article.update({ where: { id: storyId(story) }, data: { slug } })
}

async function addChoices(tx: Transaction, missing: Story[], ids: ReadonlyMap<string, string>): Promise<void> {
  const related = (slug: string) => found(ids, `en/${slug}`)
  await tx.articlePin.createMany({
    data: missing.flatMap((story) =>
      (story.pins ?? []).map((slug, position) => ({ articleId: storyId(story), relatedId: related(slug), position })),
    ),
  })
  await tx.articleExclusion.createMany({
    data: missing.flatMap((story) =>
      (story.exclusions ?? []).map((slug) => ({ articleId: storyId(story), relatedId: related(slug) })),
    ),
  })
}
