import { sql } from 'kysely'
import * as z from 'zod'
import type { SitePolicies } from '../../generated/graphql.ts'
import { isUsable } from '../../image/display/rights.expressions.ts'
import type { ImageAddresses } from '../../media/serving/image-addresses.ts'
import type { Expression, Tag } from '../../reading/plan.ts'
import { entityIn } from '../../reading/tags/tag.ts'
import { tagUntil } from '../../reading/tags/tag-set.ts'
import type { Site } from '../../site/site.ts'
import { SITE_SETTINGS } from '../../tags/lists.ts'
import { imageById, type SharedImage, sharedImage } from './images.ts'
import { defaultTemplate } from './title.ts'

/** What the pages of a site say of it. */
export interface SiteSeo {
  readonly site: Site
  readonly name: string
  readonly description: string | null
  readonly titleTemplate: string
  readonly xHandle: string | null
  readonly logo: SharedImage | null
  readonly socialImage: SharedImage | null
  readonly publisher: { readonly name: string; readonly url: string; readonly logo: SharedImage | null }
  readonly policies: Readonly<Partial<Record<PolicyName, string>>>
}

/** The fields of SitePolicies, which are properties of schema.org too. */
const POLICIES = [
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
] as const satisfies readonly (keyof SitePolicies)[]

type PolicyName = (typeof POLICIES)[number]

const columnOf = (name: PolicyName): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const policies = sql`json_strip_nulls(json_build_object(${sql.join(
  POLICIES.map((name) => sql`${sql.lit<string>(name)}, ${sql.ref(`s.${columnOf(name)}`)}`),
)}))`

/** The settings, as `siteSeo` reads them. Their images are public. */
export const siteSettings: Expression =
  () => sql`(select json_build_object('name', s.name, 'description', s.description, 'titleTemplate', s.title_template,
    'xHandle', s.x_handle, 'logo', ${imageById(sql`s.logo_id`, false)}, 'socialImage', ${imageById(sql`s.social_image_id`, false)},
    'publisherName', s.publisher_name, 'publisherUrl', s.publisher_url, 'publisherLogo', ${imageById(sql`s.publisher_logo_id`, false)}, 'policies', ${policies})
  from site s)`

const text = z.string().nullable()

const stored = z.object({
  name: text,
  description: text,
  titleTemplate: text,
  xHandle: text,
  logo: z.unknown(),
  socialImage: z.unknown(),
  publisherName: text,
  publisherUrl: text,
  publisherLogo: z.unknown(),
  policies: z.partialRecord(z.enum(POLICIES), z.string()),
})

export function siteSeo(json: unknown, site: Site, addresses: ImageAddresses): SiteSeo {
  const { publisherName, publisherUrl, publisherLogo, logo, socialImage, ...own } = stored.parse(json)
  const name = own.name ?? site.name
  const ownLogo = sharedImage(logo, addresses)
  return {
    ...own,
    site,
    name,
    titleTemplate: own.titleTemplate ?? defaultTemplate(name),
    logo: ownLogo,
    socialImage: sharedImage(socialImage, addresses),
    publisher: {
      name: publisherName ?? name,
      url: publisherUrl ?? site.url,
      logo: sharedImage(publisherLogo, addresses) ?? ownLogo,
    },
  }
}

/** The name alone, if the settings have one. */
export const ownSiteName: Expression = () => sql`(select name from site)`

const imagesOfSite = sql`(select string_agg(${tagUntil(entityIn('i', sql`i.id`), sql`case when ${isUsable('i')} then i.rights_expire_at end`)}, ' ')
  from site s join image i on i.id in (s.logo_id, s.social_image_id, s.publisher_logo_id))`

/** Of what shows the settings. */
export const SITE_TAGS: readonly Tag[] = [SITE_SETTINGS, { letter: 'i', row: null, sql: imagesOfSite }]
