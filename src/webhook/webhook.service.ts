import type { WebhookSettings } from '../config/env-webhooks.ts'
import type { Tx } from '../database/database.ts'
import type {
  CreateWebhookInput,
  DeleteWebhookInput,
  ReplayWebhookDeliveriesInput,
  RotateWebhookSecretInput,
  TestWebhookInput,
  UpdateWebhookInput,
} from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { type CommonInput, type InputRead, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { type Subject, type UserError, userError } from '../mutation/user-error.ts'
import { idPrefix, uuidOf } from '../reading/global-id.ts'
import type { Permission, Viewer } from '../viewer/viewer.ts'
import { makeDelivery, type Replayed, replayDeliveries } from './delivery.write.ts'
import { testMessage } from './message.ts'
import { getWebhook, knownDeliveries } from './webhook.load.ts'
import {
  changedWebhook,
  changesOf,
  DEFAULT_OVERLAP_HOURS,
  DELETED,
  newWebhook,
  REPLAY,
  ROTATED,
  type StoredWebhook,
  TESTED,
  whyNotOneWay,
  whyNotSent,
} from './webhook.rules.ts'
import { makeWebhook, note, removeWebhook, rotateSecret, writeWebhook } from './webhook.write.ts'

const NEEDS = 'MANAGE_SITE' satisfies Permission

type SecretAnswer = { webhook: Subject; secret: string }

type IdField = 'id' | 'webhookId'

interface Change<Input, Reads, Answer extends object> {
  readonly name: string
  readonly reads: Reads
  /** Which field of the input names the webhook */
  readonly idField: IdField
  /** What else is wrong with the call */
  readonly whyNot?: (webhook: StoredWebhook) => readonly (UserError | null)[]
  readonly work: (of: {
    readonly tx: Tx
    readonly viewer: Viewer
    readonly webhook: StoredWebhook
    readonly sent: InputRead<Input, Reads>
  }) => Promise<Answer>
  readonly shownOnce?: readonly (keyof Answer & string)[]
}

/** Runs a mutation of one webhook. `work` runs if the input has no faults. */
function changeWebhook<
  Field extends IdField,
  Input extends CommonInput & Readonly<Record<Field, string>>,
  Reads extends object,
  Answer extends object,
>(
  desk: MutationContext,
  input: Input,
  { name, reads, idField, whyNot, work, shownOnce = [] }: Change<Input, Reads, Answer> & { readonly idField: Field },
): Promise<Outcome<Answer>> {
  return mutate<Input, Answer>(desk, {
    ...{ name, input, needs: NEEDS, shownOnce },
    async work(tx, viewer) {
      const faults = new Faults()
      const sent = readInput(input, reads, faults)
      const webhook = await getWebhook(tx, input[idField], idField)
      for (const fault of whyNot?.(webhook) ?? []) faults.take(fault)
      faults.refuse()
      return work({ tx, viewer, webhook, sent })
    },
  })
}

export function createWebhook(
  desk: MutationContext,
  settings: WebhookSettings,
  input: CreateWebhookInput,
): Promise<Outcome<SecretAnswer>> {
  return mutate(desk, {
    name: 'createWebhook',
    input,
    needs: NEEDS,
    async work(tx, viewer) {
      const faults = new Faults()
      const { url, events, description = null } = readInput(input, newWebhook(settings), faults)
      faults.refuse()
      const { id, secret } = await makeWebhook(tx, viewer, { url, events, description })
      return { webhook: { id }, secret }
    },
    shownOnce: ['secret'],
  })
}

export function updateWebhook(
  desk: MutationContext,
  settings: WebhookSettings,
  input: UpdateWebhookInput,
): Promise<Outcome<{ webhook: Subject }>> {
  return changeWebhook(desk, input, {
    name: 'updateWebhook',
    reads: changedWebhook(settings),
    idField: 'id',
    async work({ tx, viewer, webhook, sent }) {
      await writeWebhook(tx, viewer, webhook, changesOf(webhook, sent))
      return { webhook: { id: webhook.id } }
    },
  })
}

export function rotateWebhookSecret(
  desk: MutationContext,
  input: RotateWebhookSecretInput,
): Promise<Outcome<SecretAnswer>> {
  return changeWebhook(desk, input, {
    name: 'rotateWebhookSecret',
    reads: ROTATED,
    idField: 'id',
    async work({ tx, viewer, webhook, sent: { overlapHours = DEFAULT_OVERLAP_HOURS } }) {
      return { webhook: { id: webhook.id }, secret: await rotateSecret(tx, viewer, webhook, overlapHours) }
    },
    shownOnce: ['secret'],
  })
}

export function testWebhook(desk: MutationContext, input: TestWebhookInput): Promise<Outcome<{ delivery: Subject }>> {
  return changeWebhook(desk, input, {
    name: 'testWebhook',
    reads: TESTED,
    idField: 'id',
    whyNot: (webhook) => [whyNotSent(webhook, 'id')],
    async work({ tx, viewer, webhook: { id } }) {
      const message = testMessage(`${idPrefix('Webhook')}${id}`, new Date())
      await note(tx, viewer, id, 'WEBHOOK_TESTED')
      return { delivery: { id: await makeDelivery(tx, id, message) } }
    },
  })
}

export function replayWebhookDeliveries(
  desk: MutationContext,
  input: ReplayWebhookDeliveriesInput,
): Promise<Outcome<{ count: number }>> {
  return changeWebhook(desk, input, {
    name: 'replayWebhookDeliveries',
    reads: REPLAY,
    idField: 'webhookId',
    whyNot: (webhook) => [whyNotSent(webhook, 'webhookId'), whyNotOneWay(input)],
    async work({ tx, viewer, webhook: { id }, sent: { deliveryIds, state = null } }) {
      const replayed = state === null ? await deliveriesNamed(tx, id, deliveryIds ?? []) : { state }
      const count = await replayDeliveries(tx, id, replayed)
      if (count > 0) await note(tx, viewer, id, 'WEBHOOK_REPLAYED', [], String(count))
      return { count }
    },
  })
}

/** All of them are deliveries of the webhook, or nothing is sent. @throws Refusal */
async function deliveriesNamed(tx: Tx, webhookId: string, globalIds: readonly string[]): Promise<Replayed> {
  const faults = new Faults()
  const ids = globalIds.map((id) => uuidOf('WebhookDelivery', id))
  const known = await knownDeliveries(
    tx,
    webhookId,
    ids.flatMap((id) => id ?? []),
  )
  for (const [index, id] of ids.entries())
    if (id === null || !known.has(id))
      faults.take(
        userError('NOT_FOUND', ['input', 'deliveryIds', index], 'There is no delivery of this webhook with this id.'),
      )
  faults.refuse()
  return { ids: [...known] }
}

export function deleteWebhook(
  desk: MutationContext,
  input: DeleteWebhookInput,
): Promise<Outcome<{ deletedId: string }>> {
  return changeWebhook(desk, input, {
    name: 'deleteWebhook',
    reads: DELETED,
    idField: 'id',
    async work({ tx, viewer, webhook }) {
      await removeWebhook(tx, viewer, webhook)
      return { deletedId: `${idPrefix('Webhook')}${webhook.id}` }
    },
  })
}
