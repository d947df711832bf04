import { describe, expect, it } from 'vitest'
import { readRedirects } from '../../scripts/redirects/read-csv.ts'
import { importRedirects } from '../../src/redirect/import-redirects.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { resolvedBy, to } from './redirecting.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const resolve = (path: string) => resolvedBy(api, path)

function imported(text: string, skipBad = false) {
  const { lines, faults } = readRedirects('old.csv', text)
  return importRedirects(database, SITE, lines, { source: 'old.csv', skipBad, faults })
}

const files = (...lines: string[]) => ['path,target,permanent', ...lines].join('\r\n')

describe('importRedirects', () => {
  it('makes redirects of lines, and the same file again changes nothing', async () => {
    const [article, topic] = [await given.article({ locale: 'he' }), await given.topic()]
    const file = `\uFEFF${files(
      `/2016/a/,/he/article/${article.slug}`,
      `"/2016/b,c",https://daily.example/topic/${topic.slug},302`,
      '/כתבה/1,/about,false',
    )}`

    expect(await imported(file)).toEqual({ created: 3, changed: 0, unchanged: 0, faults: [] })
    await expectNoChange(database, async () =>
      expect(await imported(file)).toEqual({ created: 0, changed: 0, unchanged: 3, faults: [] }),
    )

    expect(await resolve('/2016/a')).toEqual(to(`/he/article/${article.slug}`))
    expect(await resolve('/2016/b,c/')).toEqual(to(`/topic/${topic.slug}`, false))
    expect(await resolve('/כתבה/1')).toEqual(to('/about', false))
    expect(await prisma.redirect.count({ where: { source: 'old.csv' } })).toBe(3)
  })

  it('gives a path that has a redirect the new target, with an entry in the audit trail', async () => {
    const { uuid, path } = await given.redirect()

    expect(await imported(files(`${path},/contact`))).toMatchObject({ created: 0, changed: 1 })

    expect(await resolve(path)).toEqual(to('/contact'))
    expect(await prisma.activity.findMany({ where: { subjectId: uuid } })).toMatchObject([
      {
        action: 'SAVED',
        actorName: 'npm run redirects',
        changedFields: [{ field: 'location', before: '/about', after: '/contact' }],
      },
    ])
  })

  it('leads through chains to their ends, within the file and to redirects that there are', async () => {
    await given.redirect({ path: '/chain/3', target: '/end', targetPath: '/end' })
    await given.redirect({ path: '/chain/0', target: '/chain/1', targetPath: '/chain/1' })

    await imported(files('/chain/1,/chain/2', '/chain/2,/chain/3'))

    const stored = await prisma.redirect.findMany({ where: { path: { startsWith: '/chain' } } })
    expect(stored.map(({ target }) => target)).toEqual(['/end', '/end', '/end', '/end'])
  })

  it('reports every bad line with its number, and then imports nothing', async () => {
    const article = await given.article()
    await given.redirect({ path: '/loop/stored', target: '/loop/1', targetPath: '/loop/1' })
    const file = files(
      '/good,/about',
      '/bad,https://elsewhere.example/',
      ',/about',
      `/article/${article.slug},/about`,
      '/bad,/article/none',
      '/%FF,/about',
      '/good/,/contact',
      '/loop/1,/loop/stored',
      '/loop/2,/loop/3',
      '/loop/3,/loop/2',
      '/bad,/about,maybe',
      '/a,b,true,c',
    )

    const { faults, ...counts } = await expectNoChange(database, () => imported(file))

    expect(counts).toEqual({ created: 0, changed: 0, unchanged: 0 })
    expect(faults.map(({ number }) => number)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    expect(faults[0]?.message).toContain('REDIRECT_HOSTS')
    expect(faults.at(-1)?.message).toContain('quotation marks')

    expect(await imported(file, true)).toMatchObject({ created: 1, faults: { length: 11 } })
    expect(await resolve('/good')).toEqual(to('/about'))
  })

  it('refuses a file without the names of its columns, and one that is no CSV', () => {
    expect(() => readRedirects('old.csv', '/a,/b')).toThrow('the first line must be "path,target"')
    expect(() => readRedirects('old.csv', '')).toThrow('the first line must be')
    expect(() => readRedirects('old.csv', 'path,target\n"/a,/b')).toThrow('is no CSV')
  })

  it('purges everything once when it has more than 1,000 lines', async () => {
    const topic = await given.topic()
    const lines = Array.from({ length: 1001 }, (_, n) => `/many/${n},/topic/${topic.slug}`)

    expect(await imported(files(...lines))).toMatchObject({ created: 1001, faults: [] })

    expect(await resolve('/many/1000/')).toEqual(to(`/topic/${topic.slug}`))
    const event = await prisma.outboxEvent.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(event).toMatchObject({ type: 'site.changed', tags: ['all'] })
  })
})
