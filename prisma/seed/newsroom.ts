import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../../src/database/database.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { composeStory, type Known, keyOf, storyId } from './compose.ts'
import { authors, type WrittenAuthor } from './content/authors.ts'
import { editor, reporter } from './content/desk.ts'
import { pictures, type WrittenPicture } from './content/pictures.ts'
import { stories } from './content/stories.ts'
import { curated, topics, type WrittenTopic } from './content/topics.ts'
import { addDesk } from './desk.ts'
import { render } from './draw/render.ts'
import { idOf } from './identity.ts'
import { describePng, type PictureFile, writePicture } from './picture-files.ts'
import type { Story } from './story.ts'

type Transaction = Prisma.TransactionClient

/** Any number, but always this one: two processes that seed the same database take turns. */
const SEED_LOCK = 5_347_201

/** Rows have dates of their own, not of the day they were seeded. */
const FOUNDED = '2016-01-01T00:00:00Z'

export interface Seeded {
  articles: number
  authors: number
  topics: number
  images: number
}

/**
 * Brings the Khoury piece and the newsroom around it, with their picture files, and says how much was added.
 *
 * What is there already, under our id or under the address that we would give, is left as it is with all that belongs to it; so a
 * second run adds nothing, and whatever a developer has changed or made meanwhile stays.
 */
export async function seedNewsroom(database: Database, { mediaDir }: { mediaDir: string }): Promise<Seeded> {
  const drawn = await drawMissing(database, mediaDir)
  return database.transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK})`
    const staff = await addDesk(tx, FOUNDED)
    const images = await addImages(tx, drawn)
    const people = await addAuthors(tx, images.ids, staff)
    const subjects = await addTopics(tx)
    const added = await addStories(tx, {
      reporter: found(staff, reporter.email),
      editor: found(staff, editor.email),
      image: (key) => found(images.ids, key),
      author: (slug) => found(people.known, slug),
      topic: (slug) => found(subjects.ids, slug),
    })
    return { articles: added, authors: people.added, topics: subjects.added, images: images.added }
  })
}

function found<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name)
  if (thing === undefined) throw new Error(`The seed's texts name "${name}", which the seed does not have`)
  return thing
}

interface Drawn {
  picture: WrittenPicture
  file: PictureFile
}

/** Draws what has no row or has lost its file, and writes the files before any row speaks of them. */
async function drawMissing(database: Database, mediaDir: string): Promise<Drawn[]> {
  const rows = await database.prisma.image.findMany({
    where: { id: { in: pictures.map(({ key }) => idOf('image', key)) } },
    select: { id: true, file: true },
  })
  const fileOf = new Map(rows.map(({ id, file }) => [id, file]))
  const drawn: Drawn[] = []
  for (const picture of pictures) {
    const file = fileOf.get(idOf('image', picture.key))
    if (file !== undefined && (await exists(join(mediaDir, file)))) continue
    const bytes = render({ ...picture, name: picture.key })
    const described = await describePng(picture.key, bytes)
    await writePicture(mediaDir, described.file, bytes)
    drawn.push({ picture, file: described })
  }
  return drawn
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

async function addImages(tx: Transaction, drawn: Drawn[]) {
  const { count } = await tx.image.createMany({ data: drawn.map(imageRow), skipDuplicates: true })
  const rows = await tx.image.findMany({
    where: {
      OR: [
        { id: { in: pictures.map(({ key }) => idOf('image', key)) } },
        { checksum: { in: drawn.map(({ file }) => file.checksum) } },
      ],
    },
    select: { id: true, checksum: true },
  })
  const byChecksum = new Map(rows.map(({ id, checksum }) => [checksum, id]))
  const uploaded = new Map(drawn.map(({ picture, file }) => [picture.key, byChecksum.get(file.checksum)]))
  const ids = new Map(pictures.map(({ key }) => [key, uploaded.get(key) ?? idOf('image', key)]))
  return { ids, added: count }
}

function imageRow({ picture, file }: Drawn): Prisma.ImageCreateManyInput {
  return {
    id: idOf('image', picture.key),
    ...file,
    mimeType: 'image/png',
    width: picture.width,
    height: picture.height,
    focalX: picture.focus?.[0] ?? null,
    focalY: picture.focus?.[1] ?? null,
    altText: picture.altText,
    description: picture.description,
    credit: picture.credit,
    creator: picture.creator,
    copyrightHolder: picture.copyrightHolder,
    copyrightNotice: `© ${picture.copyrightHolder}`,
    usageTerms: picture.usageTerms,
    rightsExpireAt: picture.rightsExpireAt,
    createdAt: FOUNDED,
    updatedAt: FOUNDED,
  }
}

interface Addressed {
  slug: string
  formerSlug?: string
}

/** Which of the written are there: by our id, or because somebody else stands at the address. */
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

async function addAuthors(tx: Transaction, images: ReadonlyMap<string, string>, staff: ReadonlyMap<string, string>) {
  const where = {
    OR: [{ id: { in: authors.map(({ slug }) => idOf('author', slug)) } }, { slug: { in: slugsOf(authors) } }],
  }
  const select = { id: true, slug: true, name: true }
  const there = await tx.author.findMany({ where, select })
  const { ids, missing, renamed, firstSlug } = settle('author', authors, there)
  await tx.author.createMany({
    data: missing.map((author) => ({ ...authorRow(author, images, staff), slug: firstSlug(author) })),
  })
  await tx.authorLink.createMany({
    data: missing.flatMap(({ slug, links }) =>
      links.map((link, position) => ({ authorId: found(ids, slug), position, ...link })),
    ),
  })
  // The address that is left behind becomes an alias: the database sees to it.
  for (const { slug } of renamed) await tx.author.update({ where: { id: found(ids, slug) }, data: { slug } })
  const names = new Map([...authors, ...there].map(({ slug, name }) => [slug, name]))
  const known = new Map([...ids].map(([slug, id]) => [slug, { id, name: names.get(slug) ?? slug }]))
  return { known, added: missing.length }
}

function authorRow(
  { slug, name, jobTitle, bio, user }: WrittenAuthor,
  images: ReadonlyMap<string, string>,
  staff: ReadonlyMap<string, string>,
) {
  const imageId = found(images, `portrait-${slug}`)
  const userId = user === undefined ? null : found(staff, user)
  return {
    id: idOf('author', slug),
    slug,
    name,
    jobTitle,
    bio,
    imageId,
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

/** Where somebody else's article stands at an address that ours had once, ours never had it. */
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
