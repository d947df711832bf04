import { FRONT, FRONT_PIN, FRONT_SLOT } from '../contract/limits.ts'
import type {
  CreateFrontInput,
  FrontFillInput,
  FrontPinInput,
  FrontSlotInput,
  UpdateFrontInput,
} from '../generated/graphql.ts'
import { checkIsToCome, date } from '../mutation/date.ts'
import type { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, listOf, type Reader, type RowInput, readInput } from '../mutation/input.ts'
import { requiredText, text } from '../mutation/plain-text.ts'
import { type Path, type UserError, userError } from '../mutation/user-error.ts'
import { type Reference, reference } from '../reference/reference.ts'
import { fill, type SentFill } from './fill.rules.ts'
import type { Pin, Slot } from './front.content.ts'
import type { LoadedFront } from './front.load.ts'
import { captionKey } from './pinned-caption.ts'

/** A pin as it was sent, and where. Whether there is such an article and caption, only the database knows. */
export interface SentPin extends Omit<Pin, 'articleId' | 'until'> {
  /** Null where it cannot be an article */
  readonly article: Reference | null
  readonly until: Date | null
  readonly path: Path
}

export interface SentSlot extends Omit<Slot, 'pins' | 'fill'> {
  readonly pins: readonly SentPin[]
  readonly fill: SentFill | null
  readonly path: Path
}

/** The values of a front in an input; omitted ones are absent. */
export interface FrontChange {
  readonly name?: string
  readonly slots?: readonly SentSlot[]
}

const PIN = {
  articleId: reference('Article'),
  until: date,
  headline: text(FRONT_PIN.headline),
  kicker: text(FRONT_PIN.kicker),
  standfirst: text(FRONT_PIN.standfirst),
  captionKey,
} satisfies InputsOf<FrontPinInput>

const pin: Reader<FrontPinInput, SentPin> = (sent, path, faults) => {
  const { articleId, until, headline, kicker, standfirst, captionKey: caption } = readInput(sent, PIN, faults, path)
  return {
    article: articleId,
    until: until ?? null,
    headline: headline ?? null,
    kicker: kicker ?? null,
    standfirst: standfirst ?? null,
    captionId: caption ?? null,
    path,
  }
}

const SLOT = {
  name: requiredText(FRONT_SLOT.name),
  title: text(FRONT_SLOT.title),
  size: asSent,
  pinned: listOf(FRONT_SLOT.pinned, pin),
  fill: fill satisfies Reader<FrontFillInput | null>,
  allowRepeats: asSent,
} satisfies InputsOf<FrontSlotInput>

const slot: Reader<FrontSlotInput, SentSlot> = (sent, path, faults) => {
  const { name, title, size, pinned, fill: rule, allowRepeats } = readInput(sent, SLOT, faults, path)
  return {
    name,
    title: title ?? null,
    size,
    allowRepeats: allowRepeats === true,
    pins: pinned ?? [],
    fill: rule ?? null,
    path,
  }
}

const slots: Reader<readonly FrontSlotInput[] | null, SentSlot[]> = (sent, path, faults) => {
  const read = listOf(FRONT.slots, slot)(sent, path, faults)
  checkNames(read, faults)
  checkRepeats(read, faults)
  return read
}

const READS = {
  name: requiredText(FRONT.name),
  slots,
} satisfies InputsOf<CreateFrontInput, Pick<CreateFrontInput, 'slug' | 'locale'>> & InputsOf<UpdateFrontInput, RowInput>

/** What can be checked without the database. */
export function parseFront(input: Pick<UpdateFrontInput, 'name' | 'slots'>, faults: Faults): FrontChange {
  return readInput(input, READS, faults)
}

function checkNames(sent: readonly SentSlot[], faults: Faults): void {
  const names = new Set<string>()
  for (const { name, path } of sent) {
    if (names.has(name)) faults.add('DUPLICATE', [...path, 'name'], 'Another slot has this name. Choose another.')
    names.add(name)
  }
}

/** An article stands once in a slot, and in one slot of those that do not allow repeats. */
function checkRepeats(sent: readonly SentSlot[], faults: Faults): void {
  const elsewhere = new Set<string>()
  for (const { pins, allowRepeats } of sent) {
    const here = new Set<string>()
    for (const { article } of pins) {
      if (!article) continue
      if (here.has(article.id)) {
        faults.add('DUPLICATE', article.path, 'This article is already in this slot. Remove the second one.')
      } else if (!allowRepeats && elsewhere.has(article.id)) {
        const message = 'Another slot has this article. Remove it from one of them, or send `allowRepeats: true`.'
        faults.add('DUPLICATE', article.path, message)
      }
      here.add(article.id)
    }
    if (!allowRepeats) for (const id of here) elsewhere.add(id)
  }
}

/** A time that has passed stays only where it stands already: otherwise nobody could change a front after the end of a pin. */
export function checkEnds(sent: readonly SentSlot[], before: readonly Slot[], now: Date, faults: Faults): void {
  for (const { name, pins } of sent) {
    const stored = before.find((other) => other.name === name)?.pins ?? []
    for (const { article, until, path } of pins) {
      if (!until) continue
      const isKept = stored.some(
        (other) =>
          other.until !== null && other.articleId === article?.id && Date.parse(other.until) === until.getTime(),
      )
      if (!isKept) checkIsToCome(until, [...path, 'until'], now, faults, 'Send a future time, or omit it.')
    }
  }
}

export function whyNothingToPublish(
  { liveRevisionId, latestRevisionId }: LoadedFront,
  path: Path = ['input', 'id'],
): UserError | null {
  if (liveRevisionId !== latestRevisionId) return null
  return userError('NOT_ALLOWED_IN_STATE', path, 'The latest revision is already live. Save a change first.')
}

export function whyNotScheduled({ scheduledFor }: LoadedFront): UserError | null {
  return scheduledFor
    ? null
    : userError('NOT_ALLOWED_IN_STATE', ['input', 'id'], 'Nothing is scheduled, so there is nothing to cancel.')
}

export function whyNotLive({ liveRevisionId }: LoadedFront): UserError | null {
  return liveRevisionId
    ? null
    : userError('NOT_ALLOWED_IN_STATE', ['input', 'id'], 'The front is not live, so there is nothing to withdraw.')
}

/** What readers saw keeps its history. */
export function whyNotDeleted({ firstPublishedAt }: LoadedFront): UserError | null {
  return firstPublishedAt
    ? userError(
        'NOT_ALLOWED_IN_STATE',
        ['input', 'id'],
        'Readers have seen this front, so it cannot be deleted. Withdraw it instead.',
      )
    : null
}

/** Whether the latest revision is scheduled for this time already. */
export function isScheduled(
  { scheduledFor, scheduledRevisionId, latestRevisionId }: LoadedFront,
  publishAt: Date,
): boolean {
  return scheduledRevisionId === latestRevisionId && scheduledFor?.getTime() === publishAt.getTime()
}
