import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation } from '../database/violation.ts'
import type { UpdateSiteSettingsInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { asMade, type Versions, versionsOf } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, type Subject, userError } from '../mutation/user-error.ts'
import { idPrefix } from '../reading/global-id.ts'
import { findKnown } from '../reference/known.load.ts'
import { getRow } from '../versioned-row/versioned-row.load.ts'
import { saveRow } from '../versioned-row/versioned-row.write.ts'
import { merged, parseSettings, type SiteChange } from './site-settings.rules.ts'
import { SITE, SITE_ID } from './site-settings.write.ts'

export function updateSiteSettings(
  desk: MutationContext,
  input: UpdateSiteSettingsInput,
): Promise<Outcome<{ site: Subject } & Versions>> {
  return mutate(desk, {
    name: 'updateSiteSettings',
    input,
    needs: 'MANAGE_SITE',
    async work(tx, viewer) {
      const site = await getRow(tx, SITE, { id: `${idPrefix('Site')}${SITE_ID}`, version: input.version })
      const faults = new Faults()
      const change = parseSettings(input, faults)
      await checkImages(tx, change, faults)
      faults.refuse()
      const made = await saveRow(tx, viewer, SITE, site, merged(site, change))
      return { site: asMade(made), ...versionsOf(made) }
    },
    explain: async (violation) => (isForeignKeyViolation(violation) ? new Refusal([DELETED]) : null),
  })
}

async function checkImages(tx: Tx, { logo, socialImage, publisherLogo }: SiteChange, faults: Faults): Promise<void> {
  const named = [logo, socialImage, publisherLogo].flatMap((image) => image ?? [])
  for (const image of named) await findKnown(tx, [image], 'Image', faults)
}

/** Between the look and the write. */
const DELETED = userError('NOT_FOUND', ['input'], 'One of these images has been deleted. Choose another.')
