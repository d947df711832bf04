import type { Tx } from '../database/database.ts'
import { writeEvent } from '../outbox/event.write.ts'
import type { Versioned, VersionedRow } from '../versioned-row/versioned-row.ts'
import type { SiteState } from './site-settings.rules.ts'

/** Of the one row. */
export const SITE_ID = '019ace00-0000-7000-8000-000000000001'

function findSite(tx: Tx, id: string): Promise<(SiteState & Versioned) | null> {
  return tx.site.findUnique({ where: { id } })
}

export const SITE: VersionedRow<SiteState> = {
  type: 'Site',
  find: findSite,
  parts: {
    name: { column: 'name' },
    description: { column: 'description' },
    logoId: { column: 'logo_id', field: 'logo', refersTo: 'Image' },
    socialImageId: { column: 'social_image_id', field: 'socialImage', refersTo: 'Image' },
    publisherName: { column: 'publisher_name', field: 'publisher' },
    publisherUrl: { column: 'publisher_url', field: 'publisher' },
    publisherLogoId: { column: 'publisher_logo_id', field: 'publisher', refersTo: 'Image' },
    publishingPrinciples: { column: 'publishing_principles', field: 'policies' },
    correctionsPolicy: { column: 'corrections_policy', field: 'policies' },
    ethicsPolicy: { column: 'ethics_policy', field: 'policies' },
    diversityPolicy: { column: 'diversity_policy', field: 'policies' },
    masthead: { column: 'masthead', field: 'policies' },
    missionCoveragePrioritiesPolicy: { column: 'mission_coverage_priorities_policy', field: 'policies' },
    verificationFactCheckingPolicy: { column: 'verification_fact_checking_policy', field: 'policies' },
    unnamedSourcesPolicy: { column: 'unnamed_sources_policy', field: 'policies' },
    actionableFeedbackPolicy: { column: 'actionable_feedback_policy', field: 'policies' },
    noBylinesPolicy: { column: 'no_bylines_policy', field: 'policies' },
    ownershipFundingInfo: { column: 'ownership_funding_info', field: 'policies' },
    xHandle: { column: 'x_handle' },
    titleTemplate: { column: 'title_template' },
  },
  report: (tx, { id }, _state, written) => writeEvent(tx, 'site.updated', id, written),
}
