import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation, UNIQUE_VIOLATION, type Violation } from '../database/violation.ts'
import type {
  CreateFrontInput,
  DeleteFrontInput,
  RestoreFrontRevisionInput,
  UpdateFrontInput,
} from '../generated/graphql.ts'
import { isAnySlug } from '../lib/text/slug.ts'
import { databaseTime } from '../lifecycle/time.load.ts'
import { chosenSlug } from '../mutation/chosen-slug.ts'
import { outOfRange, taken } from '../mutation/common-errors.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, ROW, readInput } from '../mutation/input.ts'
import { parseLanguage } from '../mutation/known-language.ts'
import { asMade, type Made, type Versions, versionsOf } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, type Subject, type UserError, userError } from '../mutation/user-error.ts'
import type { Site } from '../site/site.ts'
import { removeRow } from '../versioned-row/versioned-row.write.ts'
import type { FrontContent } from './front.content.ts'
import { findFrontContent, getFront, hasFront, type LoadedFront } from './front.load.ts'
import { checkEnds, type FrontChange, parseFront, whyNotDeleted } from './front.rules.ts'
import { insertFront, saveFront } from './front.write.ts'
import { findReferences } from './front-references.load.ts'

export type FrontAnswer = { front: Subject } & Versions

export const frontAnswer = (made: Made): FrontAnswer => ({ front: asMade(made), ...versionsOf(made) })

export const needs = 'EDIT_FRONTS'

export function createFront(
  desk: MutationContext,
  { slugScript }: Site,
  input: CreateFrontInput,
): Promise<Outcome<FrontAnswer>> {
  return mutate(desk, {
    name: 'createFront',
    input,
    needs,
    async work(tx, viewer) {
      const faults = new Faults()
      const slug = chosenSlug(slugScript)(input.slug, ['input', 'slug'], faults)
      const language = parseLanguage(input.locale, ['input', 'locale'], faults)
      const locale = language ?? input.locale
      const change = parseFront(input, faults)
      if (isAnySlug(slug) && language !== null && (await hasFront(tx, { slug, locale }))) faults.take(slugTaken(slug))
      const content = await contentOf(tx, change, { locale, now: await databaseTime(tx), before: null }, faults)
      faults.refuse()
      return frontAnswer(await insertFront(tx, viewer, { slug, locale }, content))
    },
    explain: async ({ code }) => (code === UNIQUE_VIOLATION ? new Refusal([slugTaken(input.slug)]) : null),
  })
}

export function updateFront(desk: MutationContext, input: UpdateFrontInput): Promise<Outcome<FrontAnswer>> {
  return mutate(desk, {
    name: 'updateFront',
    input,
    needs,
    async work(tx, viewer) {
      const front = await getFront(tx, input)
      const faults = new Faults()
      const change = parseFront(input, faults)
      const content = await contentOf(tx, change, { ...front, before: front.content }, faults)
      faults.refuse()
      return frontAnswer(await saveFront(tx, viewer, front, content, { action: 'SAVED', restoredFrom: null }))
    },
    explain: whyArticleGone,
  })
}

const RESTORATION = { ...ROW, number: asSent<number> } satisfies InputsOf<RestoreFrontRevisionInput>

/** A save whose content is an old one. A pinned article that was deleted since is not in it. */
export function restoreFrontRevision(
  desk: MutationContext,
  input: RestoreFrontRevisionInput,
): Promise<Outcome<FrontAnswer>> {
  return mutate(desk, {
    name: 'restoreFrontRevision',
    input,
    needs,
    async work(tx, viewer) {
      const front = await getFront(tx, input)
      const { number } = readInput(input, RESTORATION, new Faults())
      const content = await findFrontContent(tx, front.id, number)
      if (!content) throw new Refusal([absentRevision(number, front)])
      return frontAnswer(
        await saveFront(tx, viewer, front, content, { action: 'REVISION_RESTORED', restoredFrom: number }),
      )
    },
    explain: whyArticleGone,
  })
}

const DELETION = ROW satisfies InputsOf<DeleteFrontInput>

export function deleteFront(desk: MutationContext, input: DeleteFrontInput): Promise<Outcome<{ deletedId: string }>> {
  return mutate(desk, {
    name: 'deleteFront',
    input,
    needs,
    async work(tx, viewer) {
      const { id, version } = readInput(input, DELETION, new Faults())
      const front = await getFront(tx, { id, version })
      const reason = whyNotDeleted(front)
      if (reason) throw new Refusal([reason])
      const { slug, locale, content } = front
      // Readers never saw it, so that no event tells of it.
      const gone = { note: `${content.name} (${slug}, ${locale})`, report: async () => undefined }
      // At the version that was looked at: it may have been published since.
      return removeRow(tx, viewer, { type: 'Front' }, front, gone)
    },
  })
}

interface Base {
  readonly locale: string
  readonly now: Date
  /** Null: a new front */
  readonly before: FrontContent | null
}

/** What the front says after the change; worth nothing if there are faults. */
async function contentOf(
  tx: Tx,
  { name, slots }: FrontChange,
  { locale, now, before }: Base,
  faults: Faults,
): Promise<FrontContent> {
  checkEnds(slots ?? [], before?.slots ?? [], now, faults)
  return {
    name: name ?? before?.name ?? '',
    slots: slots ? await findReferences(tx, slots, locale, faults) : (before?.slots ?? []),
  }
}

function slugTaken(slug: string): UserError {
  return taken(['input', 'slug'], { value: slug }, ({ value }) => {
    return `Another front in this language has the slug "${value}". Use another, or change that front.`
  })
}

function absentRevision(number: number, { latestNumber }: LoadedFront): UserError {
  return outOfRange(
    ['input', 'number'],
    number,
    { min: 1, max: latestNumber },
    ({ max }) => `The front has no revision ${number}. Send a number from 1 to ${max}.`,
    'NOT_FOUND',
  )
}

/** An article was deleted after it was looked up. */
async function whyArticleGone(violation: Violation): Promise<Refusal | null> {
  if (!isForeignKeyViolation(violation)) return null
  const message = 'A pinned article has just been deleted. Remove it, then send the request again.'
  return new Refusal([userError('NOT_FOUND', ['input'], message)])
}
