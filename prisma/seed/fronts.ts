import type { Prisma } from '../../src/generated/prisma/client.ts'
import { fronts, type WrittenFront, type WrittenSlot } from './content/fronts.ts'
import { idOf } from './identity.ts'

/** After the articles, which were published in the years before. */
const PUBLISHED = '2016-03-12T18:00:00Z'

interface KnownOf {
  readonly topic: (slug: string) => string
  readonly editor: string
}

/** The fronts, live in their first revisions. What is at their addresses already is left as it is. */
export async function addFronts(tx: Prisma.TransactionClient, known: KnownOf): Promise<number> {
  const there = await tx.front.findMany({ select: { slug: true, locale: true } })
  const missing = fronts.filter(
    ({ slug, locale }) => !there.some((other) => other.slug === slug && other.locale === locale),
  )
  for (const front of missing) await addFront(tx, front, known)
  return missing.length
}

async function addFront(tx: Prisma.TransactionClient, front: WrittenFront, known: KnownOf): Promise<void> {
  const { slug, locale, name, slots } = front
  const key = `${locale}/${slug}`
  const [id, revisionId] = [idOf('front', key), idOf('front revision', key)]
  const by = { createdAt: PUBLISHED, createdById: known.editor }
  await tx.frontRevision.create({ data: { id: revisionId, frontId: id, number: 1, name, ...by } })
  await tx.frontSlot.createMany({
    data: slots.map((slot, position) => ({
      ...slotRow(slot, known),
      id: slotId(key, slot),
      revisionId,
      position,
      fillLocales: [locale],
    })),
  })
  const pinned = slots.flatMap((slot) =>
    (slot.pinned ?? []).map((pin, position) => ({ ...pin, slotId: slotId(key, slot), position })),
  )
  const articles = await tx.article.findMany({
    where: { locale, slug: { in: pinned.map((pin) => pin.slug) } },
    select: { id: true, slug: true },
  })
  await tx.frontPin.createMany({
    data: articles.flatMap(({ id: articleId, slug: of }) =>
      pinned
        .filter((pin) => pin.slug === of)
        .map(({ slotId: slot, position, kicker }) => ({
          id: idOf('front pin', `${slot}/${of}`),
          slotId: slot,
          position,
          articleId,
          kicker: kicker ?? null,
        })),
    ),
  })
  const dates = { publishedAt: PUBLISHED, firstPublishedAt: PUBLISHED, updatedAt: PUBLISHED }
  await tx.front.create({
    data: { id, slug, locale, liveRevisionId: revisionId, latestRevisionId: revisionId, ...dates, ...by },
  })
}

const slotId = (front: string, { name }: WrittenSlot): string => idOf('front slot', `${front}/${name}`)

function slotRow({ name, title, size, fill, allowRepeats = false }: WrittenSlot, { topic }: KnownOf) {
  const { count, topics = [] } = fill
  return { name, title: title ?? null, size, allowRepeats, fillCount: count, fillTopicIds: topics.map(topic) }
}
