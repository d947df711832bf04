import { sql } from 'kysely'
import { writeActivity } from '../../activity/activity.write.ts'
import { fieldChange } from '../../activity/field-change.ts'
import type { Database, Tx } from '../../database/database.ts'
import { send } from '../../database/sender.ts'
import type { WebhookDisabledReason } from '../../generated/graphql.ts'
import { enqueueMail } from '../../mail/mail-queue.ts'
import { webhookDisabledMail } from '../../mail/templates/webhook-disabled.ts'
import { FAILING_DAYS } from './schedule.rules.ts'

/** What the audit trail calls it. */
const ACTOR = { id: null, name: 'Webhook deliveries' }

/** Why a webhook is disabled automatically, in words. */
export const REASONS = {
  GONE: 'The receiver answered with status 410: it wants no deliveries any more.',
  FAILING: `Attempts failed for ${FAILING_DAYS} days, and none succeeded.`,
} as const satisfies Partial<Record<WebhookDisabledReason, string>>

interface Disabled {
  readonly url: string
  readonly description: string | null
  readonly at: Date
}

/**
 * Once, with an entry in the audit trail and a mail to each admin.
 * @param siteName for the mail
 * @returns whether it was enabled until now
 */
export function disableWebhook(
  database: Database,
  id: string,
  reason: keyof typeof REASONS,
  siteName: string,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const [disabled] = await send<Disabled>(
      tx,
      sql`update webhook set disabled_reason = ${reason}::webhook_disabled_reason, disabled_at = now()
        where id = ${id}::uuid and disabled_reason is null returning url, description, disabled_at as at`,
    )
    if (!disabled) return false
    const { url, description, at } = disabled
    const texts = webhookDisabledMail({ siteName, url, description, reason: REASONS[reason] })
    for (const to of await addressesOfAdmins(tx)) {
      const dedupeKey = `webhook-disabled ${id} ${at.toISOString()} ${to}`
      const none = { unsubscribeUrl: null, readerId: null }
      await enqueueMail(tx, { kind: 'WEBHOOK_DISABLED', to, locale: 'en', dedupeKey, ...texts, ...none })
    }
    await writeActivity(tx, ACTOR, {
      type: 'Webhook',
      id,
      action: 'WEBHOOK_DISABLED',
      note: REASONS[reason],
      changedFields: [fieldChange('state', 'ENABLED', 'DISABLED')],
    })
    return true
  })
}

/** Of the admins who may come in. */
async function addressesOfAdmins(tx: Tx): Promise<string[]> {
  const rows = await send<{ email: string }>(
    tx,
    sql`select email from user_account where role = 'ADMIN' and suspended_at is null and email is not null order by email`,
  )
  return rows.map(({ email }) => email)
}
