import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/database/database.ts'
import { newAccessToken, traceOf } from '../../src/identity/access-token.ts'

/** An article to be saved again and again, by one writer. */
export interface Target {
  readonly uuid: string
  /** Of the article, and of its latest revision's number: each save adds 1 to both */
  version: number
}

const PARAGRAPHS = 12
const SENTENCE = 'The delegation is expected to stay for another day, said two people who know of the talks. '

/** A text of some 800 words. With each save another headline, and one other paragraph, in turn. */
export function textOf(save: number): { headline: string; paragraphs: string[] } {
  const paragraphs = Array.from({ length: PARAGRAPHS }, (_, place) => {
    const times = Math.floor((save + PARAGRAPHS - 1 - place) / PARAGRAPHS)
    return `${SENTENCE.repeat(4)} Paragraph ${place}, written ${times} times.`
  })
  return { headline: `A headline of the usual length, written ${save} times`, paragraphs }
}

/**
 * Articles with that many revisions, each with credits, topics and captions of its own, and as many entries in the audit trail: what a
 * save must not get slower by.
 */
export async function makeTargets(database: Database, count: number, revisions: number): Promise<Target[]> {
  const { headline, paragraphs } = textOf(0)
  const body = JSON.stringify(paragraphs.map((html) => ({ type: 'paragraph', html })))
  const targets: Target[] = []
  for (let index = 0; index < count; index += 1) {
    const uuid = randomUUID()
    await database.transaction(async (tx) => {
      await tx.$executeRaw`
        with r as (insert into revision (id, article_id, number, headline, body, plain_text, word_count)
          select gen_random_uuid(), ${uuid}::uuid, n, ${headline}, ${body}::jsonb, ${paragraphs.join('\n\n')}, 800
          from generate_series(1, ${revisions}::int) n returning id, number)
        insert into article (id, locale, slug, version, latest_revision_id, translation_group_id)
        select ${uuid}::uuid, 'en', ${`saved-${uuid}`}, ${revisions}::int, id, gen_random_uuid() from r where number = ${revisions}::int`
      await tx.$executeRaw`insert into credit (revision_id, position, name)
        select r.id, p, 'Somebody ' || p from revision r, generate_series(0, 1) p where r.article_id = ${uuid}::uuid`
      await tx.$executeRaw`insert into revision_topic (revision_id, position, topic_id)
        select r.id, t.position - 1, t.id from revision r, (select row_number() over (order by id)::int as position, id from topic order by id limit 4) t
        where r.article_id = ${uuid}::uuid`
      await tx.$executeRaw`insert into caption (id, revision_id, position, image_id)
        select gen_random_uuid(), r.id, i.position - 1, i.id from revision r, (select row_number() over (order by id)::int as position, id from image order by id limit 2) i
        where r.article_id = ${uuid}::uuid`
      await tx.$executeRaw`insert into activity (id, subject_type, subject_id, action, version, changed_paths)
        select gen_random_uuid(), 'Article', ${uuid}::uuid, 'SAVED', r.number, '{headline}' from revision r where r.article_id = ${uuid}::uuid`
    })
    targets.push({ uuid, version: revisions })
  }
  return targets
}

/** The token of an editor made for it. */
export async function makeEditor({ prisma }: Database): Promise<string> {
  const token = newAccessToken()
  const tokens = { create: { name: 'bench', role: 'EDITOR' as const, ...traceOf(token) } }
  await prisma.user.create({ data: { name: 'The bench', role: 'EDITOR', tokens } })
  return token
}

/** The database stays for the next run as it was. */
export async function removeTargets(database: Database, targets: readonly Target[]): Promise<void> {
  const ids = targets.map(({ uuid }) => uuid)
  await database.schemaSession(async ({ script }) => {
    const list = ids.map((id) => `'${id}'`).join()
    await script(
      `delete from activity where subject_id in (${list}); delete from article where id in (${list}); delete from user_account where name = 'The bench'`,
    )
    await script('vacuum (analyze) article, revision, credit, caption, revision_topic, activity')
  })
}
