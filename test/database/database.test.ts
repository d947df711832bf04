import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { DatabaseUnreachable } from '../../src/database/errors.ts'
import { onPostgresql, testConnection, testDatabase } from '../helpers/database.ts'

const database = await testDatabase()

function query(text: string, parameters: readonly unknown[] = []) {
  return database.query({ text, parameters })
}

function topic(slug: string) {
  return { slug, name: slug }
}

describe('query', () => {
  it('gives the same values on both databases', async () => {
    const [row] = await query(`SELECT
      timestamptz '2016-03-12 10:00:00.123+01' AS timestamptz, timestamp '2016-03-12 09:00:00.123' AS timestamp,
      date '2016-03-12' AS date, time '09:00' AS time, interval '1 day 2 hours' AS interval,
      2::int2 AS int2, 4::int4 AS int4, 9007199254740991::int8 AS int8, 0.5::float8 AS float8, 1.50::numeric AS numeric,
      true AS bool, 'é' AS text, null AS nothing, '{"a":[1]}'::json AS json, '[{"b":null}]'::jsonb AS jsonb, '\\x00ff'::bytea AS bytea,
      '{a,NULL,"b c"}'::text[] AS texts, '{1,2}'::int[] AS numbers, 'DRAFT'::article_status AS status,
      '0190a5b0-0000-7000-8000-000000000000'::uuid AS uuid, array['0190a5b0-0000-7000-8000-000000000000']::uuid[] AS uuids`)

    expect(row).toStrictEqual({
      timestamptz: new Date('2016-03-12T09:00:00.123Z'),
      timestamp: new Date('2016-03-12T09:00:00.123Z'),
      date: '2016-03-12',
      time: '09:00:00',
      interval: '1 day 02:00:00',
      int2: 2,
      int4: 4,
      int8: 9007199254740991,
      float8: 0.5,
      numeric: '1.50',
      bool: true,
      text: 'é',
      nothing: null,
      json: { a: [1] },
      jsonb: [{ b: null }],
      bytea: Buffer.from([0, 255]),
      texts: ['a', null, 'b c'],
      numbers: [1, 2],
      status: 'DRAFT',
      uuid: '0190a5b0-0000-7000-8000-000000000000',
      uuids: ['0190a5b0-0000-7000-8000-000000000000'],
    })
  })

  it('takes the same parameters on both databases', async () => {
    const id = randomUUID()
    const [row] = await query(
      'SELECT $1::timestamptz AS at, $2::text AS none, $3::text AS missing, $4::jsonb AS json, $5::uuid = ANY($6::uuid[]) AS found, $7::int AS n',
      [
        new Date('2016-03-12T09:00:00.123Z'),
        null,
        undefined,
        JSON.stringify([1, { a: "'" }]),
        id,
        [randomUUID(), id],
        3,
      ],
    )

    expect(row).toStrictEqual({
      at: new Date('2016-03-12T09:00:00.123Z'),
      none: null,
      missing: null,
      json: [1, { a: "'" }],
      found: true,
      n: 3,
    })
  })

  it('runs a named statement again and again', async () => {
    const statement = { text: 'SELECT $1::int + 1 AS next', name: 'test_next' }

    for (const number of [1, 2, 3]) {
      expect(await database.query({ ...statement, parameters: [number] })).toEqual([{ next: number + 1 }])
    }
  })

  it('knows English stems, web search syntax and trigrams', async () => {
    const [row] =
      await query(`SELECT to_tsvector('english', 'Officials travelled to Cairo') @@ websearch_to_tsquery('english', '"travel to cairo" -gaza') AS hit,
      similarity('hammas', 'hamas') > 0.5 AS alike`)

    expect(row).toEqual({ hit: true, alike: true })
  })

  it('speaks UTC in every session, whatever the database is set to', async () => {
    const zone = { text: "SELECT current_setting('TimeZone') AS zone", parameters: [] }
    expect(await database.query(zone)).toEqual([{ zone: 'UTC' }])

    if (!onPostgresql) return
    const options = await testConnection('migrated')
    const other = await connect(options)
    await other.script(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Asia/Jerusalem'); END $$`,
    )
    await other.close()
    const later = await connect(options)
    expect(await later.query(zone).finally(() => later.close())).toEqual([{ zone: 'UTC' }])
  })
})

describe('transaction', () => {
  it('keeps all that Prisma wrote, for Kysely and plain SQL to see', async () => {
    const { id } = await database.transaction((tx) => tx.topic.create({ data: topic('kept') }))

    const found = { id, slug: 'kept' }
    expect(
      await database.kysely.selectFrom('topic').select(['id', 'slug']).where('slug', '=', 'kept').execute(),
    ).toEqual([found])
    expect(await query('SELECT id, slug FROM topic WHERE slug = $1', ['kept'])).toEqual([found])
  })

  it('keeps nothing when its work throws', async () => {
    const work = database.transaction(async (tx) => {
      await tx.topic.create({ data: topic('undone') })
      throw new Error('no')
    })

    await expect(work).rejects.toThrow('no')
    expect(await database.prisma.topic.count({ where: { slug: 'undone' } })).toBe(0)
  })

  it('refuses what a deferred constraint refuses, however it was written', async () => {
    const data = { locale: 'en', slug: 'without-a-revision', latestRevisionId: randomUUID() }

    await expect(database.transaction((tx) => tx.article.create({ data }))).rejects.toThrow(/foreign ?key/i)
    await expect(database.prisma.article.create({ data })).rejects.toThrow(/foreign key/i)
    await expect(database.prisma.$transaction([database.prisma.article.create({ data })])).rejects.toThrow(
      /foreign key/i,
    )
    expect(await database.prisma.article.count()).toBe(0)
  })

  it('lets an article and its revision be written in either order', async () => {
    const [articleId, revisionId] = [randomUUID(), randomUUID()]

    await database.transaction(async (tx) => {
      await tx.article.create({
        data: { id: articleId, locale: 'en', slug: 'first-of-two', latestRevisionId: revisionId },
      })
      await tx.revision.create({ data: { id: revisionId, articleId, number: 1, headline: 'First of two' } })
    })

    expect(
      await database.prisma.article.findMany({ select: { latestRevision: { select: { headline: true } } } }),
    ).toEqual([{ latestRevision: { headline: 'First of two' } }])
  })

  it('runs many that come at once', async () => {
    const slugs = Array.from({ length: 20 }, (_, number) => `crowd-${number}`)

    await Promise.all(slugs.map((slug) => database.transaction((tx) => tx.topic.create({ data: topic(slug) }))))

    expect(await database.prisma.topic.count({ where: { slug: { startsWith: 'crowd-' } } })).toBe(slugs.length)
  })

  it('that came too late for its turn leaves the way free', async () => {
    const slow = database.transaction((tx) => tx.$queryRaw`SELECT pg_sleep(0.6)::text`)
    const others = Array.from({ length: 12 }, () =>
      database.prisma.$transaction((tx) => tx.$queryRaw`SELECT pg_sleep(0.1)::text`, { maxWait: 50 }),
    )
    await Promise.allSettled([slow, ...others])

    await database.ping()
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('of Kysely keeps out the statements beside it', async () => {
    const beside: Promise<unknown>[] = []
    const work = database.kysely.transaction().execute(async (tx) => {
      await sql`INSERT INTO live_total (locale, articles) VALUES ('xx', 1)`.execute(tx)
      beside.push(sql`INSERT INTO live_total (locale, articles) VALUES ('yy', 1)`.execute(database.kysely))
      beside.push(query("INSERT INTO live_total (locale, articles) VALUES ('zz', 1)"))
      await sql`SELECT 1`.execute(tx)
      throw new Error('undo')
    })

    await expect(work).rejects.toThrow('undo')
    await Promise.all(beside)
    expect(await query('SELECT locale FROM live_total ORDER BY locale')).toEqual([{ locale: 'yy' }, { locale: 'zz' }])
  })
})

describe('script', () => {
  it('leaves function bodies whole', async () => {
    await database.script(`
      CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $body$
      BEGIN
        n := n * 2; -- a comment; with a semicolon
        RETURN n;
      END;
      $body$;
      CREATE FUNCTION four() RETURNS int LANGUAGE sql AS $$ SELECT twice(2); $$;`)

    expect(await query('SELECT four()')).toEqual([{ four: 4 }])
  })

  it('does all of it or nothing', async () => {
    await expect(database.script('CREATE TABLE half (id int); SELECT 1 / 0')).rejects.toThrow('division by zero')

    expect(await query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }])
  })
})

describe('close', () => {
  it('may come twice, and nothing is answered after it', async () => {
    const other = await connect(await testConnection('migrated'))
    await other.prisma.topic.count()

    await Promise.all([other.close(), other.close()])

    await expect(other.ping()).rejects.toThrow()
  })
})

describe('connect', () => {
  it('names the place that does not answer, without its password', async () => {
    const attempt = connect({ url: 'postgresql://desk:secret@127.0.0.1:1/newsroom' })

    await expect(attempt).rejects.toThrow(DatabaseUnreachable)
    await expect(attempt).rejects.toThrow(
      'PostgreSQL at desk@127.0.0.1:1/newsroom cannot be used: connect ECONNREFUSED',
    )
    await expect(attempt).rejects.not.toThrow('secret')
  })

  it.runIf(onPostgresql)('goes on after the server ended the connections (PostgreSQL only)', async () => {
    const other = await connect(await testConnection('migrated'))
    await Promise.all([other.ping(), other.ping()])

    await query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> current_database() AND application_name = 'copydesk' AND starts_with(datname, $1)",
      [await nameOf(other)],
    )
    // The news reaches the pool with the next turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 100))

    await other.ping().finally(() => other.close())
  })
})

async function nameOf(other: typeof database): Promise<unknown> {
  const [row] = await other.query({ text: 'SELECT current_database() AS name', parameters: [] })
  return row?.name
}
