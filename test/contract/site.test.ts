import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { contractOf } from './operations.ts'

const { operation, operationNames } = contractOf('site')

const api = await testApi(await testDatabase({ seeded: true }))
const editor = api.as('EDITOR')

interface Written {
  front: { id: string; version: number; scheduledFor?: string }
  redirect: { id: string; location: string }
  deletedId: string
  userErrors: unknown[]
}

async function written(name: string, variables: object = {}): Promise<Written> {
  const payload = await editor.mutate<Written>(operation(name), { ...variables })
  expect(payload.userErrors).toEqual([])
  return payload
}

describe('The operations of a whole site', () => {
  it('each have a test below', () => {
    expect(operationNames.sort()).toEqual(
      [
        ...['AllPaths', 'DropRedirect', 'FrontOf', 'Head', 'NewFront', 'NewRedirect', 'Picture', 'PublishFront'],
        ...['Redirects', 'SaveFront', 'ScheduleFront', 'SearchMore', 'Section'],
      ].sort(),
    )
  })

  it.each([
    ['Head', { slug: KHOURY_SLUG }, { article: { section: { name: 'World' } }, site: { defaultLocale: 'en' } }],
    ['Section', { slug: 'world' }, { topic: { name: 'World', localizedName: expect.stringMatching(/[א-ת]/) } }],
    ['FrontOf', { slug: 'home', locale: 'he' }, { front: { locale: 'he' } }],
    ['SearchMore', { query: '"Mend Egypt Ties"' }, { search: { edges: [{ node: { slug: KHOURY_SLUG } }] } }],
    ['AllPaths', {}, { paths: { pageInfo: { hasNextPage: false } } }],
    [
      'Picture',
      { slug: KHOURY_SLUG },
      { article: { leadImage: { sources: [{ type: 'image/avif' }, { type: 'image/webp' }] } } },
    ],
  ])('%s is answered from the seed', async (name, variables, expected) => {
    expect(await api.query(operation(name), variables)).toMatchObject(expected)
  })

  it('a front is made, saved, scheduled and published', async () => {
    const others = operation('NewFront').replace('"home"', '"contract"')
    const made = await editor.mutate<Written>(others)
    expect(made.userErrors).toEqual([])
    const slots = [
      { name: 'top', size: 'LARGE', fill: { count: 2, where: { topics: { some: { within: { slug: 'world' } } } } } },
    ]
    const saved = await written('SaveFront', { input: { ...made.front, slots } })
    const at = '2099-01-01T00:00:00.000Z'
    const scheduled = await written('ScheduleFront', { ...saved.front, at })
    expect(scheduled.front.scheduledFor).toBe(at)
    const { front } = await editor.query<{ front: { version: number } }>(
      '{ front(slug: "contract", locale: "en", stage: DRAFT) { version } }',
    )

    await written('PublishFront', { id: made.front.id, version: front.version })

    const read = await api.query<{ front: { slots: { items: unknown[] }[] } }>(operation('FrontOf'), {
      slug: 'contract',
    })
    expect(read.front.slots.map(({ items }) => items.length)).toEqual([2])
  })

  it('a redirect is listed and dropped, and made again', async () => {
    const { redirects } = await editor.query<{ redirects: { nodes: { path: string }[] } }>(operation('Redirects'))
    expect(redirects.nodes.map(({ path }) => path)).toContain('/2016/03/12/hamas-cairo')
    const { redirect: old } = await editor.query<{ redirect: { nodes: { id: string }[] } }>(
      '{ redirect: redirects(where: { path: { equals: "/2016/03/12/hamas-cairo" } }) { nodes { id } } }',
    )
    const [id = ''] = old.nodes.map((node) => node.id)

    expect((await written('DropRedirect', { id })).deletedId).toBe(id)
    const { redirect } = await written('NewRedirect')

    expect(redirect.location).toContain(KHOURY_SLUG)
  })
})
