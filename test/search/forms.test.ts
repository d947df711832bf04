import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

interface Found {
  edges: { headline: string; snippet: string; node: { slug: string } }[]
}

const SEARCH = 'query ($query: String!) { search(query: $query) { edges { headline snippet node { slug } } } }'

const search = async (query: string) => (await api.query<{ search: Found }>(SEARCH, { query })).search.edges
const slugs = async (query: string) => (await search(query)).map(({ node }) => node.slug)

/** Each slug, its headline, and queries that find it alone. */
const FORMS: readonly [slug: string, headline: string, queries: readonly string[]][] = [
  ['the-who', 'The Who', ['The Who', '"The Who"', 'the who', 'who']],
  ['hamlet', 'To be or not to be', ['To be or not to be', '"to be or not to be"', 'to be']],
  ['phones', 'AT&T raises prices', ['AT&T', 'at&t', 'att', '"AT&T raises"']],
  ['plane', 'Poseidon P-8A lands', ['p-8', 'Poseidon P-8', 'p8a', 'P-8A', 'P8', 'p 8a', '"Poseidon P-8A"']],
  ['virus', 'COVID-19 in schools', ['covid 19', 'COVID-19', 'covid19', 'Covid‑19', '"covid 19"']],
  ['virus-joined', 'MERS2 returns', ['mers 2', 'mers-2', 'MERS2']],
  ['country', 'U.S. embassy opens', ['U.S.', 'US', 'us embassy', '"US embassy"', 'U.S. embassy']],
  ['senator', 'Senator O’Brien resigns', ["O'Brien", 'OBrien', 'O’Brien', 'brien', 'obrien']],
  ['network', 'Wi-Fi on trains', ['wifi', 'wi-fi', 'wi fi', 'Wi‑Fi', 'WiFi']],
  ['mail', 'Email at work', ['e-mail', 'email', 'emails']],
  ['slash', 'Open 24/7 since 9/11', ['24/7', '9/11', '"24/7"', '9-11']],
  ['possessive', 'Biden’s speech', ['biden', "biden's", 'Bidens']],
  ['ligature', 'A ﬁne ﬂood', ['fine', 'flood', 'ﬁne']],
  ['full-width', 'ＮＡＴＯ ｓｕｍｍｉｔ ２０２６', ['nato', 'summit', '2026']],
  [
    'soft',
    'Soft\u00adware and hard\u200bware, \u202bmiddle\u2060ware\u202c',
    ['software', 'hardware', 'middleware', 'soft\u00adware'],
  ],
  ['selector', 'A heart\ufe0f and a bom\ufeffb', ['heart', 'bomb']],
  [
    'letters',
    'Łukasz Bjørn Đorđe Þór Æsir Œdipe Straße',
    ['lukasz', 'bjorn', 'dorde', 'thor', 'aesir', 'oedipe', 'strasse'],
  ],
  ['digits', 'عام ٢٠١٩', ['2019', '٢٠١٩', '۲۰۱۹']],
]

beforeAll(async () => {
  for (const [slug, headline] of FORMS) await given.article({ slug, headline, standfirst: null, body: [] })
  await given.article({
    slug: 'stop-words',
    headline: 'Someone speaks',
    body: ['It is the one who can be there, or at it, to not.'],
  })
})

describe('Search', () => {
  it.each(FORMS)('finds "%s" in each form that people type', async (slug, _headline, queries) => {
    for (const query of queries) expect([query, await slugs(query)]).toEqual([query, [slug]])
  })

  it('keeps what is invisible in the text that it marks', async () => {
    expect((await search('software'))[0]?.headline).toContain('<mark>Soft\u00adware</mark>')
  })

  it('ranks words as they are written above other forms, and headlines above texts', async () => {
    await given.article({ slug: 'accent', headline: 'Résumé', body: ['Nothing.'] })
    await given.article({ slug: 'plain', headline: 'Resume', body: ['Nothing.'] })
    await given.article({ slug: 'accent-in-body', headline: 'A visitor', body: ['It is a résumé indeed.'] })
    await given.article({ slug: 'plain-in-body', headline: 'A visitor', body: ['It is a resume indeed.'] })
    await given.article({ slug: 'other-form', headline: 'Resumes', body: ['Nothing.'] })

    const found = await slugs('résumé')
    expect(found[0]).toBe('accent')
    expect(found.slice(3)).toEqual(['accent-in-body', 'plain-in-body'])
    expect((await slugs('resume'))[0]).toBe('plain')
    const inBody = (await slugs('resume')).filter((slug) => slug.endsWith('body'))
    expect(inBody).toEqual(['plain-in-body', 'accent-in-body'])
  })

  it('answers a phrase that is nowhere, or words of which one is nowhere, with nothing', async () => {
    const author = await given.author({ name: 'Ahmed Hamas' })
    await given.article({ slug: 'by-hamas', headline: 'A bridge', credits: [{ author }] })

    expect(await slugs('"Ahmet Hamass"')).toEqual([])
    expect(await slugs('“stage return”')).toEqual([])
    expect(await slugs('«Hamass»')).toEqual([])
    expect(await slugs('Hamass zeppelin')).toEqual([])
    expect(await slugs('Hamass -zeppelin')).toEqual([])
    expect(await slugs('Hamass bridge')).toEqual(['by-hamas'])
    expect(await slugs('the Hamass bridges')).toEqual(['by-hamas'])
  })

  it('counts code points: 200 emoji and a letter are too long, 198 and two letters are not', async () => {
    const [error] = await api.errors(SEARCH, { query: `${'😀'.repeat(200)}a` })
    expect(error?.message).toBe('`query` has 201 characters.')
    expect(await slugs(`${'😀'.repeat(198)}zq`)).toEqual([])
  })
})
