import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'

// What is read of topics, authors, images and accounts, and sent back unchanged. docs/editing.md says what is sent in another form.

const database = await testDatabase({ seeded: true })
const api = await testApi(database)
const editor = api.as('EDITOR')
const admin = api.as('ADMIN')

interface Row {
  id: string
  version?: number
}

/** The fields of each type's form, and the input that it makes of them. */
const FORMS: Readonly<Record<string, { list: string; fields: string; input: (row: never) => object }>> = {
  Topic: {
    list: 'topics(first: 100)',
    fields: 'id version name slug kind description uri parent { id } curatedTopics { id }',
    input: ({ parent, curatedTopics, ...own }: { parent: Row | null; curatedTopics: Row[] }) => ({
      ...own,
      parentId: parent?.id ?? null,
      relatedTopicIds: curatedTopics.map(({ id }) => id),
    }),
  },
  Author: {
    list: 'authors(first: 100)',
    fields: 'id version name slug jobTitle bio image { id } links { label url } user { id }',
    input: ({ image, user, ...own }: { image: Row | null; user: Row | null }) => ({
      ...own,
      imageId: image?.id ?? null,
      userId: user?.id ?? null,
    }),
  },
  Image: {
    list: 'images(first: 100)',
    fields: `id version headline altText description credit creator copyrightHolder copyrightNotice usageTerms webStatement digitalSource keywords city country sourceName instructions captionWriter takenAt rightsExpireAt
      withheldReason focalPoint { x y } rightsState`,
    input: ({ rightsState, ...own }: { rightsState: string }) => ({ ...own, withheld: rightsState === 'WITHHELD' }),
  },
  User: {
    list: 'users(first: 100)',
    fields: 'id name email role suspendedAt',
    input: ({ suspendedAt, ...own }: { suspendedAt: string | null }) => ({ ...own, suspended: suspendedAt !== null }),
  },
}

describe.each(Object.entries(FORMS))('A form of %s', (type, { list, fields, input }) => {
  it('changes nothing, and not the version, when it sends back what it read', async () => {
    const field = type.toLowerCase()
    const update = `mutation ($input: Update${type}Input!) { update${type}(input: $input) { ${field} { ${fields} } userErrors { code path message } } }`
    const viewer = type === 'User' ? admin : editor
    const { rows } = await viewer.query<{ rows: { nodes: never[] } }>(`{ rows: ${list} { nodes { ${fields} } } }`)

    await expectNoChange(database, async () => {
      for (const row of rows.nodes) {
        expect(await viewer.mutate(update, { input: input(row) })).toEqual({ [field]: row, userErrors: [] })
      }
    })
    expect(rows.nodes.length).toBeGreaterThan(2)
  })
})
