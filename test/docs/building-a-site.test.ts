import { readFileSync } from 'node:fs'
import type { Client } from '@urql/core'
import { buildSchema, introspectionFromSchema } from 'graphql'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { testApp } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { documentText, graphqlNamed, moduleNamed } from './snippets.ts'

// The code of docs/building-a-site.md.

const text = documentText('building-a-site.md')
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const page = graphqlNamed(text, 'Page')
const path = `/article/${KHOURY_SLUG}`

const app = await testApp(await testDatabase({ seeded: true }))
const url = await app.listen({ host: '127.0.0.1', port: 0 })

afterEach(() => vi.unstubAllEnvs())

const excerpts = [...text.matchAll(/```tsx?\n\/\/ (examples\/site\/\S+)\n(.*?)```/gs)].map(
  ([, file = '', code = '']) => ({ file, code }),
)

describe('docs/building-a-site.md', () => {
  it('quotes the example', () => {
    expect(excerpts.length).toBeGreaterThan(3)
  })

  it.each(excerpts)('quotes $file as it is', ({ file, code }) => {
    expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(code)
  })

  it('names for urql the types that have no id', async () => {
    const warnings = vi.spyOn(console, 'warn')
    const { newClient } = await moduleNamed(text, 'urql.js')
    if (typeof newClient !== 'function') throw new Error('urql.js exports no newClient')
    const client: Client = newClient(`${url}/graphql`, introspectionFromSchema(schema), fetch)

    const { data, error } = await client.query(page, { path }).toPromise()

    expect(error).toBeUndefined()
    expect(data?.resolvePath).toMatchObject({ __typename: 'Article', byline: 'By Jack Khoury' })
    expect(warnings).not.toHaveBeenCalled()
  })

  it('reads every path of the site for Next', async () => {
    vi.stubEnv('COPYDESK_URL', url)
    const { allPaths } = await moduleNamed(text, 'copydesk.js')
    if (typeof allPaths !== 'function') throw new Error('copydesk.js exports no allPaths')

    const paths: { path: string }[] = await allPaths()

    expect(paths.map((one) => one.path)).toContain(path)
    expect(new Set(paths.map((one) => one.path)).size).toBe(paths.length)
  })

  it('reads a page for Next with the one document', async () => {
    vi.stubEnv('COPYDESK_URL', url)
    const { read } = await moduleNamed(text, 'copydesk.js')
    if (typeof read !== 'function') throw new Error('copydesk.js exports no read')

    const { resolvePath } = await read(page, { path: '/article/harbour-bridge-closed-for-repairs' })

    expect(resolvePath).toMatchObject({ __typename: 'Redirect', permanent: true })
  })
})
