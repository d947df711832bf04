import { PUBLISHER, SITE, SITE_POLICIES } from '../contract/limits.ts'
import type { PublisherInput, SitePoliciesInput, UpdateSiteSettingsInput } from '../generated/graphql.ts'
import { badForm } from '../mutation/common-errors.ts'
import type { Faults } from '../mutation/faults.ts'
import { type InputsOf, type Reader, readInput } from '../mutation/input.ts'
import { text } from '../mutation/plain-text.ts'
import { pageAddress } from '../mutation/web-address.ts'
import { type Reference, reference } from '../reference/reference.ts'
import { TITLE_PLACE } from '../seo/data/title.ts'

export type Policy = keyof SitePoliciesInput

/** All that is said of the site; what is null is as the server's variables say. */
export interface SiteState extends Readonly<Record<Policy, string | null>> {
  readonly name: string | null
  readonly description: string | null
  readonly logoId: string | null
  readonly socialImageId: string | null
  readonly publisherName: string | null
  readonly publisherUrl: string | null
  readonly publisherLogoId: string | null
  readonly xHandle: string | null
  readonly titleTemplate: string | null
}

const handle: Reader<string | null, string | null> = (sent, path, faults) => {
  const name = sent?.trim().replace(/^@/, '') ?? ''
  if (name === '') return null
  if (/^[A-Za-z0-9_]{1,15}$/.test(name)) return `@${name}`
  faults.take(
    badForm(path, sent ?? '', ['@daily'], (value, examples) => {
      return `"${value}" is not a name on X. Send one like ${examples}.`
    }),
  )
  return null
}

const template: Reader<string | null, string | null> = (sent, path, faults) => {
  const stored = text(SITE.titleTemplate)(sent, path, faults)
  if (stored === null || stored.split(TITLE_PLACE).length === 2) return stored
  faults.take(
    badForm(path, stored, ['%s | Daily'], (value, examples) => {
      return `"${value}" must have "%s" once, where the title of the page stands. Send one like ${examples}.`
    }),
  )
  return stored
}

const address = pageAddress(SITE_POLICIES.masthead)

const POLICIES = {
  publishingPrinciples: address,
  correctionsPolicy: address,
  ethicsPolicy: address,
  diversityPolicy: address,
  masthead: address,
  missionCoveragePrioritiesPolicy: address,
  verificationFactCheckingPolicy: address,
  unnamedSourcesPolicy: address,
  actionableFeedbackPolicy: address,
  noBylinesPolicy: address,
  ownershipFundingInfo: address,
} satisfies InputsOf<SitePoliciesInput>

const NO_POLICIES = {
  publishingPrinciples: null,
  correctionsPolicy: null,
  ethicsPolicy: null,
  diversityPolicy: null,
  masthead: null,
  missionCoveragePrioritiesPolicy: null,
  verificationFactCheckingPolicy: null,
  unnamedSourcesPolicy: null,
  actionableFeedbackPolicy: null,
  noBylinesPolicy: null,
  ownershipFundingInfo: null,
} satisfies Record<Policy, null>

const OF_PUBLISHER = {
  name: text(PUBLISHER.name),
  url: pageAddress(PUBLISHER.url),
  logoId: reference('Image'),
} satisfies InputsOf<PublisherInput>

type Publisher = Pick<SiteChange, 'publisherName' | 'publisherUrl' | 'publisherLogo'>

const publisher: Reader<PublisherInput | null, Publisher> = (sent, path, faults) => {
  const { name, url, logoId } = readInput(sent ?? { name: null, url: null, logoId: null }, OF_PUBLISHER, faults, path)
  return {
    ...(name !== undefined && { publisherName: name }),
    ...(url !== undefined && { publisherUrl: url }),
    ...(logoId !== undefined && { publisherLogo: logoId }),
  }
}

const policies: Reader<SitePoliciesInput | null, Partial<Record<Policy, string | null>>> = (sent, path, faults) =>
  readInput(sent ?? NO_POLICIES, POLICIES, faults, path)

const SETTINGS = {
  name: text(SITE.name),
  description: text(SITE.description),
  logoId: reference('Image'),
  socialImageId: reference('Image'),
  publisher,
  policies,
  xHandle: handle,
  titleTemplate: template,
} satisfies InputsOf<UpdateSiteSettingsInput, Pick<UpdateSiteSettingsInput, 'version'>>

/** The values of an input; omitted ones are absent. They are valid if there are no faults. */
export interface SiteChange
  extends Partial<Omit<SiteState, 'logoId' | 'socialImageId' | 'publisherLogoId'>>,
    Partial<Record<SiteImage, Reference | null>> {}

export type SiteImage = 'logo' | 'socialImage' | 'publisherLogo'

export function parseSettings(input: UpdateSiteSettingsInput, faults: Faults): SiteChange {
  const {
    logoId,
    socialImageId,
    publisher: ofPublisher,
    policies: addresses,
    ...said
  } = readInput(input, SETTINGS, faults)
  return {
    ...said,
    ...ofPublisher,
    ...addresses,
    ...(logoId !== undefined && { logo: logoId }),
    ...(socialImageId !== undefined && { socialImage: socialImageId }),
  }
}

/** What is said of the site after a change. */
export function merged(state: SiteState, { logo, socialImage, publisherLogo, ...said }: SiteChange): SiteState {
  return {
    ...state,
    ...said,
    ...(logo !== undefined && { logoId: logo?.id ?? null }),
    ...(socialImage !== undefined && { socialImageId: socialImage?.id ?? null }),
    ...(publisherLogo !== undefined && { publisherLogoId: publisherLogo?.id ?? null }),
  }
}
