import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { isStorableDate } from '../lib/date.ts'
import type { Faults } from '../mutation/faults.ts'
import { userError } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Sql } from '../reading/sql.ts'
import { findKnown } from '../reference/known.load.ts'
import { slugLedTo, topicLedTo } from '../reference/known-as.ts'
import type { Named, SentFill } from './fill.rules.ts'
import type { Fill, Pin, Slot } from './front.content.ts'
import type { SentPin, SentSlot } from './front.rules.ts'
import { noCaption } from './pinned-caption.ts'

/**
 * The slots with what they lead to. What is not there is noted: then they are worth nothing.
 * @param locale of the front, in which a rule finds articles if it names no language
 */
export async function findReferences(
  tx: Tx,
  sent: readonly SentSlot[],
  locale: string,
  faults: Faults,
): Promise<Slot[]> {
  const pins = sent.flatMap((slot) => slot.pins)
  await findKnown(
    tx,
    pins.flatMap(({ article }) => article ?? []),
    'Article',
    faults,
  )
  await checkCaptions(tx, pins, faults)
  const rules = sent.flatMap(({ fill }) => fill ?? [])
  const topics = await findNamed(
    tx,
    'Topic',
    rules.flatMap((rule) => [...rule.topics, ...rule.within]),
    faults,
  )
  const authors = await findNamed(
    tx,
    'Author',
    rules.flatMap((rule) => rule.authors),
    faults,
  )
  const ruleOf = ({ count, locales, ...named }: SentFill): Fill => ({
    count,
    locales: locales ?? [locale],
    topicIds: idsOf(named.topics, topics),
    withinIds: idsOf(named.within, topics),
    authorIds: idsOf(named.authors, authors),
  })
  return sent.map(({ path: _path, pins: own, fill, ...slot }) => ({
    ...slot,
    pins: own.flatMap(storedPin),
    fill: fill && ruleOf(fill),
  }))
}

function storedPin({ path: _path, article, until, ...texts }: SentPin): Pin[] {
  return article
    ? [{ ...texts, articleId: article.id, until: until && isStorableDate(until) ? until.toISOString() : null }]
    : []
}

const idsOf = (named: readonly Named[], known: ReadonlyMap<Named, string>): string[] => [
  ...new Set(named.flatMap((each) => known.get(each) ?? [])),
]

/** A caption keeps its id in all revisions of its article. */
async function checkCaptions(tx: Tx, pins: readonly SentPin[], faults: Faults): Promise<void> {
  const asked = pins.filter(({ captionId }) => captionId !== null)
  if (asked.length === 0) return
  const ids = asked.map(({ captionId }) => captionId)
  const rows = await send<{ id: string; articleId: string }>(
    tx,
    sql`select distinct c.id, a.id as "articleId" from caption c join revision r on r.id = c.revision_id join article a on a.id = r.article_id
      where c.id = any (${ids}::uuid[]) and r.id in (a.live_revision_id, a.latest_revision_id)`,
  )
  for (const { article, captionId, path } of asked) {
    const isThere = rows.some(({ id, articleId }) => id === captionId && articleId === article?.id)
    if (article && !isThere) faults.take(noCaption([...path, 'captionKey']))
  }
}

/** What ids and slugs lead to, of merged topics and old slugs too. */
async function findNamed(
  tx: Tx,
  type: 'Topic' | 'Author',
  named: readonly Named[],
  faults: Faults,
): Promise<ReadonlyMap<Named, string>> {
  if (named.length === 0) return new Map()
  const table = type === 'Topic' ? 'topic' : 'author'
  const values = (by: Named['by'], read: (value: string) => string | null) =>
    named.flatMap((each) => (each.by === by ? (read(each.value) ?? []) : []))
  const [ids, slugs] = [values('id', (value) => uuidOf(type, value)), values('slug', (value) => value)]
  const leads = (id: Sql) => (type === 'Topic' ? topicLedTo(id) : id)
  const rows = await send<{ asked: string; id: string }>(
    tx,
    sql`select sent::text as asked, t.id from unnest(${ids}::uuid[]) sent join ${sql.table(table)} t on t.id = ${leads(sql`sent`)}
      union all select sent, t.id from unnest(${slugs}::text[]) sent join ${sql.table(table)} t on t.slug = ${slugLedTo(table, sql`sent`)}`,
  )
  const found = new Map(rows.map(({ asked, id }) => [asked, id]))
  return new Map(
    named.flatMap((each): [Named, string][] => {
      const id = found.get((each.by === 'id' ? uuidOf(type, each.value) : each.value) ?? '')
      if (id === undefined) faults.take(absentNamed(table, each))
      return id === undefined ? [] : [[each, id]]
    }),
  )
}

function absentNamed(table: 'topic' | 'author', { by, path }: Named) {
  const messages = {
    topic: {
      id: userError('NOT_FOUND', path, 'There is no topic with this id. Send the id of another.'),
      slug: userError('NOT_FOUND', path, 'There is no topic with this slug. Send the slug of another.'),
    },
    author: {
      id: userError('NOT_FOUND', path, 'There is no author with this id. Send the id of another.'),
      slug: userError('NOT_FOUND', path, 'There is no author with this slug. Send the slug of another.'),
    },
  }
  return messages[table][by]
}
