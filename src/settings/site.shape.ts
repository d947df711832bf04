import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { deskField } from '../desk/desk-only.ts'
import type { Publisher, Query, SitePolicies, Site as SiteType } from '../generated/graphql.ts'
import { listOf, textOf, textOrNull } from '../lib/json.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { computed, computedObject, one, plain, same, tagged } from '../reading/field.ts'
import { column, type Expression, type Field, type FieldsOf, type Row, type Shape } from '../reading/plan.ts'
import { find } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'
import { entityIn } from '../reading/tags/tag.ts'
import { defaultTemplate } from '../seo/data/title.ts'
import { siteSeoField } from '../seo/site-seo.field.ts'
import { feedsOf } from '../site/feeds.ts'
import type { Site } from '../site/site.ts'
import { LIVE_ARTICLES, SITE_SETTINGS } from '../tags/lists.ts'
import { sitemaps } from './sitemaps.field.ts'

const name = column('site', 'name')

/** Those of live articles, in alphabetical order. */
const locales: Expression = () =>
  sql`(select coalesce(json_agg(locale order by locale collate "C"), '[]'::json) from live_total where articles > 0)`

/** It may be hidden, and come back. */
function image(id: (row: Row) => Sql): Field {
  return tagged(
    (_selection, row) => [{ letter: 'i', row, sql: entityIn('i', id(row)) }],
    one('Image', { on: (site, child) => sql`${sql.ref(`${child.alias}.id`)} = ${id(site)}` }),
  )
}

const logo = column('site', 'logo_id')
const publisherLogo: Expression = (row) => sql`coalesce(${column('site', 'publisher_logo_id')(row)}, ${logo(row)})`

export function siteShape(site: Site, images: ImageAddresses): Shape {
  const nameOf = (own: unknown): string => textOrNull(own) ?? site.name
  return {
    type: 'Site',
    table: 'site',
    tags: 'PART',
    fields: {
      name: computed([name], ([own]) => nameOf(own)),
      description: plain(column('site', 'description')),
      url: computed([], () => site.url),
      defaultLocale: computed([], () => site.defaultLocale),
      locales: tagged(
        () => [LIVE_ARTICLES],
        computed([locales], ([live]) => {
          const others = listOf(live).map(textOf)
          return [...new Set([site.defaultLocale, ...others])]
        }),
      ),
      logo: image(logo),
      socialImage: image(column('site', 'social_image_id')),
      seo: siteSeoField(site, images),
      publisher: same('Publisher'),
      policies: same('SitePolicies'),
      feeds: computedObject([name], ([own]) => feedsOf('articles', null, nameOf(own), site)),
      sitemaps: sitemaps(site),
      xHandle: plain(column('site', 'x_handle')),
      titleTemplate: computed(
        [column('site', 'title_template'), name],
        ([template, own]) => textOrNull(template) ?? defaultTemplate(nameOf(own)),
      ),
      version: deskField(plain(column('site', 'version'))),
      activity: deskField(activityOf('Site')),
    } satisfies FieldsOf<SiteType>,
  }
}

export function publisherShape(site: Site): Shape {
  return {
    type: 'Publisher',
    table: 'site',
    tags: 'PART',
    fields: {
      name: computed(
        [column('site', 'publisher_name'), name],
        ([own, ofSite]) => textOrNull(own) ?? textOrNull(ofSite) ?? site.name,
      ),
      url: computed([column('site', 'publisher_url')], ([own]) => textOrNull(own) ?? site.url),
      logo: image(publisherLogo),
    } satisfies FieldsOf<Publisher>,
  }
}

export const sitePoliciesShape: Shape = {
  type: 'SitePolicies',
  table: 'site',
  tags: 'PART',
  fields: {
    publishingPrinciples: plain(column('site', 'publishing_principles')),
    correctionsPolicy: plain(column('site', 'corrections_policy')),
    ethicsPolicy: plain(column('site', 'ethics_policy')),
    diversityPolicy: plain(column('site', 'diversity_policy')),
    masthead: plain(column('site', 'masthead')),
    missionCoveragePrioritiesPolicy: plain(column('site', 'mission_coverage_priorities_policy')),
    verificationFactCheckingPolicy: plain(column('site', 'verification_fact_checking_policy')),
    unnamedSourcesPolicy: plain(column('site', 'unnamed_sources_policy')),
    actionableFeedbackPolicy: plain(column('site', 'actionable_feedback_policy')),
    noBylinesPolicy: plain(column('site', 'no_bylines_policy')),
    ownershipFundingInfo: plain(column('site', 'ownership_funding_info')),
  } satisfies FieldsOf<SitePolicies>,
}

export const siteRoots: FieldsOf<Pick<Query, 'site'>> = {
  site: find('Site', { tags: () => [SITE_SETTINGS], where: () => sql`true` }),
}
