import { describe, expect, it } from 'vitest'
import { SITE_ID } from '../../src/settings/site-settings.write.ts'
import { type Json, SITE_URL, testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const admin = api.as('ADMIN')
const given = givenIn(database)

const POLICY_NAMES = [
  'publishingPrinciples',
  'correctionsPolicy',
  'ethicsPolicy',
  'diversityPolicy',
  'masthead',
  'missionCoveragePrioritiesPolicy',
  'verificationFactCheckingPolicy',
  'unnamedSourcesPolicy',
  'actionableFeedbackPolicy',
  'noBylinesPolicy',
  'ownershipFundingInfo',
]

const SHOWN = `name description url defaultLocale locales xHandle titleTemplate logo { id } socialImage { id }
  publisher { name url logo { id } } policies { ${POLICY_NAMES.join(' ')} }`

const UPDATE = `mutation ($input: UpdateSiteSettingsInput!) { updateSiteSettings(input: $input) {
  site { ${SHOWN} version activity { nodes { action subjectType changedFields { field before after } } } }
  version currentVersion clientMutationId conflict { currentVersion changedBy { name } } userErrors { code path message } } }`

interface Payload {
  site: (Json & { activity: { nodes: Json[] } }) | null
  version: number | null
  conflict: Json | null
  userErrors: { code: string; path: string[]; message: string }[]
}

const update = async (input: object): Promise<Payload> =>
  admin.mutate<Payload>(UPDATE, { input: { version: await given.siteVersion(), ...input } })
const refused = (input: object): Promise<Payload> => expectNoChange(database, () => update(input))
const faultsOf = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, path.join('.')])
const shown = async () => (await api.query<{ site: Json }>(`{ site { ${SHOWN} } }`)).site

const EMPTY = Object.fromEntries(POLICY_NAMES.map((name) => [name, null]))

const NOTHING = {
  name: null,
  description: null,
  logoId: null,
  socialImageId: null,
  publisher: null,
  policies: null,
  xHandle: null,
  titleTemplate: null,
}

describe('site', () => {
  it('is as the variables of the server say while nothing is set', async () => {
    expect(await shown()).toEqual({
      name: 'Copydesk',
      description: null,
      url: SITE_URL,
      defaultLocale: 'en',
      locales: ['en'],
      xHandle: null,
      titleTemplate: '%s | Copydesk',
      logo: null,
      socialImage: null,
      publisher: { name: 'Copydesk', url: SITE_URL, logo: null },
      policies: EMPTY,
    })
  })

  it('has the languages of live articles, the default one first', async () => {
    await given.article({ locale: 'he' })
    await given.article({ locale: 'ar' })
    await given.article({ locale: 'fr', status: 'DRAFT' })

    expect(await shown()).toMatchObject({ locales: ['en', 'ar', 'he'] })
  })

  it('tells readers nothing of its history', async () => {
    expect(await api.errors('{ site { version } }')).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(await api.errors('{ site { activity { nodes { id } } } }')).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })
})

describe('updateSiteSettings', () => {
  it('sets what the input says, and null brings the defaults back', async () => {
    const [logo, social, own] = [await given.image(), await given.image(), await given.image()]
    const policies = Object.fromEntries(POLICY_NAMES.map((name) => [name, `https://daily.example/${name}`]))

    const { site, userErrors } = await update({
      name: ' Daily ',
      description: 'News of the harbour.',
      logoId: logo.id,
      socialImageId: social.id,
      publisher: { name: 'Daily Ltd', url: 'https://company.example', logoId: own.id },
      policies,
      xHandle: 'daily_news',
      titleTemplate: '%s – Daily',
    })

    expect(userErrors).toEqual([])
    expect(site).toMatchObject({
      name: 'Daily',
      description: 'News of the harbour.',
      logo: { id: logo.id },
      socialImage: { id: social.id },
      publisher: { name: 'Daily Ltd', url: 'https://company.example/', logo: { id: own.id } },
      policies,
      xHandle: '@daily_news',
      titleTemplate: '%s – Daily',
    })
    expect(await shown()).toMatchObject({ name: 'Daily', logo: { id: logo.id }, policies })

    await update(NOTHING)
    expect(await shown()).toMatchObject({
      name: 'Copydesk',
      logo: null,
      publisher: { name: 'Copydesk', url: SITE_URL, logo: null },
      policies: EMPTY,
      titleTemplate: '%s | Copydesk',
    })
  })

  it('leaves what the input omits, also in the publisher and the policies', async () => {
    await update({
      publisher: { name: 'Daily Ltd', url: 'https://company.example/' },
      policies: { masthead: 'https://a.example/' },
    })

    const { site } = await update({ publisher: { url: null }, policies: { ethicsPolicy: 'http://b.example/' } })

    expect(site).toMatchObject({
      publisher: { name: 'Daily Ltd', url: SITE_URL },
      policies: { masthead: 'https://a.example/', ethicsPolicy: 'http://b.example/' },
    })
    await update(NOTHING)
  })

  it('takes the site for its own publisher, with its name and its logo', async () => {
    const logo = await given.image()
    const { site } = await update({ name: 'Daily', logoId: logo.id })

    expect(site).toMatchObject({ publisher: { name: 'Daily', logo: { id: logo.id } } })
    await update(NOTHING)
  })

  it('writes nothing where nothing changes', async () => {
    await update({ name: 'Same' })
    const version = await given.siteVersion()

    expect(await refused({ name: 'Same' })).toMatchObject({ version, userErrors: [] })
  })

  it('notes who changed what, and writes the event with the tags of what shows it', async () => {
    await update({ name: 'Before', policies: null })
    const image = await given.image()

    const { site, version } = await update({
      name: 'After',
      policies: { masthead: 'https://a.example/' },
      logoId: image.id,
    })

    expect(site?.activity.nodes[0]).toMatchObject({ action: 'SAVED', subjectType: 'SITE' })
    expect(site?.activity.nodes[0]?.changedFields).toContainEqual({ field: 'name', before: 'Before', after: 'After' })
    const event = await database.prisma.outboxEvent.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(event).toMatchObject({
      type: 'site.updated',
      payload: { id: `site_${SITE_ID}`, version, changedFields: ['name', 'logo', 'policies'] },
    })
    expect(event.tags).toEqual(expect.arrayContaining(['iall']))
  })

  it.each(['REPORTER', 'EDITOR'] as const)('is refused to a %s', async (role) => {
    const version = await given.siteVersion()
    await expectNoChange(database, async () => {
      expect(await api.as(role).errors(UPDATE, { input: { version, name: 'No' } })).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    })
  })

  it('is refused to readers', async () => {
    const version = await given.siteVersion()
    await expectNoChange(database, async () => {
      expect(await api.errors(UPDATE, { input: { version, name: 'No' } })).toMatchObject([
        { extensions: { code: 'UNAUTHENTICATED' } },
      ])
    })
  })

  it('refuses a change of an old version, and says who made the new one', async () => {
    const version = await given.siteVersion()
    await api.as('ADMIN', 'Dana').mutate(UPDATE, { input: { version, name: 'First of Dana' } })

    const payload = await refused({ version, name: 'Second' })

    expect(payload).toMatchObject({
      site: null,
      conflict: { currentVersion: version + 1, changedBy: { name: 'Dana' } },
    })
    expect(faultsOf(payload)).toEqual([['CONFLICT', 'input.version']])
  })

  it('tells of every fault at once, each with its place', async () => {
    const payload = await refused({
      name: 'x'.repeat(101),
      description: 'x'.repeat(501),
      logoId: 'nonsense',
      socialImageId: `image_${crypto.randomUUID()}`,
      publisher: { name: 'x'.repeat(201), url: 'ftp://a.example/', logoId: `image_${crypto.randomUUID()}` },
      policies: { masthead: 'javascript:alert(1)', ethicsPolicy: 'no address' },
      xHandle: 'two words',
      titleTemplate: 'Daily',
    })

    expect(faultsOf(payload)).toEqual([
      ['TOO_LONG', 'input.name'],
      ['TOO_LONG', 'input.description'],
      ['NOT_FOUND', 'input.logoId'],
      ['TOO_LONG', 'input.publisher.name'],
      ['INVALID', 'input.publisher.url'],
      ['INVALID', 'input.policies.ethicsPolicy'],
      ['INVALID', 'input.policies.masthead'],
      ['INVALID', 'input.xHandle'],
      ['INVALID', 'input.titleTemplate'],
      ['NOT_FOUND', 'input.socialImageId'],
      ['NOT_FOUND', 'input.publisher.logoId'],
    ])
  })

  it.each(['%s and %s', '%S', ''.padEnd(101, '%s')])('refuses the title template %j', async (titleTemplate) => {
    expect(faultsOf(await refused({ titleTemplate }))[0]?.[1]).toBe('input.titleTemplate')
  })
})

describe('The images of the settings', () => {
  const imageOf = (id: string) =>
    api.query<{ image: Json | null }>('query ($id: ID!) { image(id: $id) { url } }', { id })

  it('are public, and not deleted', async () => {
    const image = await given.image()
    expect(await imageOf(image.id)).toEqual({ image: null })

    await update({ logoId: image.id })

    expect((await imageOf(image.id)).image?.url).not.toContain('/desk/')
    const { userErrors } = await expectNoChange(database, () =>
      admin.mutate<Payload>(
        `mutation ($id: ID!) { deleteImage(input: { id: $id, version: 1 }) { userErrors { code message path details { ... on UsesDetails { siteSettings liveArticles } } } } }`,
        { id: image.id },
      ),
    )
    expect(userErrors).toMatchObject([{ code: 'IN_USE', details: { siteSettings: true, liveArticles: 0 } }])
    expect(userErrors[0]?.message).toContain('the settings of the site')
  })

  it('are there for readers only while they may be shown', async () => {
    const image = await given.image()
    await update({ logoId: image.id, socialImageId: image.id, publisher: { logoId: image.id } })
    expect(await shown()).toMatchObject({ logo: { id: image.id } })

    await database.prisma.image.update({ where: { id: image.uuid }, data: { rightsExpireAt: new Date() } })

    expect(await shown()).toMatchObject({ logo: null, socialImage: null, publisher: { logo: null } })
  })
})
