import { expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { entityTag, kindTag, listTag, searchTag, slugTag } from '../helpers/tags.ts'

const database = await testDatabase()

const ID = '018f4a3c-9d1e-7b60-8000-0123456789ab'

it.each([
  ['a', ID, entityTag('Article', ID)],
  ['t', ID, entityTag('Topic', ID)],
  ['u', ID, entityTag('Author', ID)],
  ['i', ID, entityTag('Image', ID)],
  ['l', 'articles', listTag('articles')],
  ['l', 'articles locale=pt-BR', listTag('articles locale=pt-BR')],
  ['l', `topics parent=${ID}`, listTag(`topics parent=${ID}`)],
  ['p', 'article a-bridge', slugTag('Article', 'a-bridge')],
  ['p', 'topic a-bridge', slugTag('Topic', 'a-bridge')],
  ['p', 'article גשר', slugTag('Article', 'גשר')],
  ['s', 'search', searchTag()],
  ['s', 'search locale=he', searchTag('he')],
])('The database makes the tag %s of "%s" as the code does', async (letter, name, tag) => {
  const [row] = await database.prisma.$queryRaw<{ tag: string }[]>`SELECT purge_tag(${letter}, ${name}) AS tag`

  expect(row?.tag).toBe(tag)
  expect(tag).toMatch(/^[a-z][0-9a-f]{8}$/)
})

it('A coarse tag is like no other', () => {
  expect((['Article', 'Topic', 'Author', 'Image'] as const).map(kindTag)).toEqual(['aall', 'tall', 'uall', 'iall'])
})
