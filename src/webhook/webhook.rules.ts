import type { WebhookSettings } from '../config/env-webhooks.ts'
import { REPLAYED, SECRET_OVERLAP, WEBHOOK } from '../contract/limits.ts'
import type {
  CreateWebhookInput,
  DeleteWebhookInput,
  EventType,
  ReplayWebhookDeliveriesInput,
  RotateWebhookSecretInput,
  TestWebhookInput,
  UpdateWebhookInput,
} from '../generated/graphql.ts'
import { outOfRange, tooManyCharacters } from '../mutation/common-errors.ts'
import { asSent, type InputsOf, listOf, type Reader } from '../mutation/input.ts'
import { text } from '../mutation/plain-text.ts'
import { type UserError, userError } from '../mutation/user-error.ts'
import { parseAddress } from '../mutation/web-address.ts'
import { type AddressFault, faultOfAddress } from './webhook-address.ts'

/** A webhook as it stands. */
export interface StoredWebhook {
  readonly id: string
  readonly url: string
  readonly description: string | null
  readonly events: readonly EventType[]
  readonly secret: string
  readonly isEnabled: boolean
}

/** What a call wants to change. */
export interface WebhookChange {
  readonly url?: string
  readonly description?: string | null
  readonly events?: readonly EventType[]
  readonly enabled?: boolean
}

const FAULTS = {
  SCHEME: 'A webhook must have an address that begins with https://. Send another address.',
  CREDENTIALS:
    'An address with a user name or password is not allowed. Send it without them: the receiver knows deliveries by their signature.',
  INSIDE:
    'This address is in a private network, or at another port than those of the web. Send a public one, or let the operator add its host to WEBHOOK_ALLOWED_HOSTS.',
} as const satisfies Record<AddressFault, string>

/** Reads an address in its one form. */
const address =
  (settings: WebhookSettings): Reader<string | null, string> =>
  (sent, path, faults) => {
    if (sent === null) {
      faults.add('REQUIRED', path, 'A webhook must have an address. Send one, or omit the field.')
      return ''
    }
    const url = parseAddress(sent, path, faults)
    if (url === null) return sent
    // It is never sent.
    url.hash = ''
    const fault = faultOfAddress(url, settings)
    if (fault) faults.add('INVALID', path, FAULTS[fault])
    else if (url.href.length > WEBHOOK.url.most)
      faults.take(tooManyCharacters(path, { actual: url.href.length, limit: WEBHOOK.url.most }))
    return url.href
  }

const eventList: Reader<readonly EventType[] | null, EventType[]> = (sent, path, faults) => {
  if (sent === null || sent.length === 0) {
    faults.add('REQUIRED', path, 'A webhook must receive at least one type of event. Send one or more.')
    return []
  }
  const events = listOf<EventType, EventType>(WEBHOOK.events, asSent)(sent, path, faults)
  for (const [index, event] of events.entries())
    if (events.indexOf(event) < index)
      faults.add('DUPLICATE', [...path, index], 'This event is already in the list. Remove the second one.')
  return events
}

const given: Reader<boolean | null, boolean> = (sent, path, faults) => {
  if (sent === null) faults.add('REQUIRED', path, 'Send true or false, or omit the field.')
  return sent ?? false
}

const description = text(WEBHOOK.description)

export const newWebhook = (settings: WebhookSettings) =>
  ({ url: address(settings), events: eventList, description }) satisfies InputsOf<CreateWebhookInput>

export const changedWebhook = (settings: WebhookSettings) =>
  ({
    id: asSent,
    url: address(settings),
    events: eventList,
    description,
    enabled: given,
  }) satisfies InputsOf<UpdateWebhookInput>

export const DEFAULT_OVERLAP_HOURS = 24

const overlap: Reader<number | null, number> = (sent, path, faults) => {
  const hours = sent ?? DEFAULT_OVERLAP_HOURS
  const { most } = SECRET_OVERLAP
  if (hours < 0 || hours > most) {
    faults.take(
      outOfRange(
        path,
        hours,
        { min: 0, max: most },
        ({ min, max }) => `The secrets can overlap for ${min} to ${max} hours. Send a number of hours between them.`,
      ),
    )
  }
  return hours
}

export const ROTATED = { id: asSent, overlapHours: overlap } satisfies InputsOf<RotateWebhookSecretInput>

export const TESTED = { id: asSent } satisfies InputsOf<TestWebhookInput>

export const DELETED = { id: asSent } satisfies InputsOf<DeleteWebhookInput>

const ids: Reader<readonly string[] | null, string[] | null> = (sent, path, faults) =>
  sent === null ? null : listOf<string, string>(REPLAYED.deliveryIds, asSent)(sent, path, faults)

export const REPLAY = {
  webhookId: asSent,
  deliveryIds: ids,
  state: asSent,
} satisfies InputsOf<ReplayWebhookDeliveriesInput>

/** Without both, everything would be sent again, by accident. */
export function whyNotOneWay({
  deliveryIds,
  state,
}: Pick<ReplayWebhookDeliveriesInput, 'deliveryIds' | 'state'>): UserError | null {
  const ways = [deliveryIds, state].filter((way) => way !== null && way !== undefined)
  if (ways.length === 1 && deliveryIds?.length !== 0) return null
  return userError('INVALID', ['input'], 'Send exactly one of `deliveryIds` and `state`, and no empty list.')
}

/** What waits for a disabled webhook would be sent when nobody expects it any more. */
export function whyNotSent({ isEnabled }: StoredWebhook, field: 'id' | 'webhookId'): UserError | null {
  if (isEnabled) return null
  return userError('NOT_ALLOWED_IN_STATE', ['input', field], 'This webhook is disabled. Enable it first.')
}

/** Without the fields that have the wanted value already. */
export function changesOf(webhook: StoredWebhook, wanted: WebhookChange): WebhookChange {
  const { url, description, events, enabled } = wanted
  return {
    ...(url !== undefined && url !== webhook.url && { url }),
    ...(description !== undefined && description !== webhook.description && { description }),
    ...(events !== undefined && events.join() !== webhook.events.join() && { events }),
    ...(enabled !== undefined && enabled !== webhook.isEnabled && { enabled }),
  }
}
