import { type FieldChange, fieldChange } from '../activity/field-change.ts'
import { type Content, isSameContent } from '../content/content.ts'
import type { MetadataInput, TextInput } from '../content/input/article-input.ts'
import { parseContent } from '../content/input/content-input.ts'
import { loadReferences } from '../content/input/references.load.ts'
import { namedBy } from '../content/input/references.ts'
import { TEXT_NAMES } from '../content/texts.ts'
import { NOTE } from '../contract/limits.ts'
import type { Sender } from '../database/sender.ts'
import { changedPaths, summaryOf } from '../diff/changed-paths.ts'
import type { ActivityAction, UpdateArticleInput } from '../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../lifecycle/allowed-actions.ts'
import { getArticle, type LoadedArticle, type MadeArticle } from '../lifecycle/article.load.ts'
import { type ArticleChange, leaveArticle, writeArticle } from '../lifecycle/article.write.ts'
import { type SaveAnswer, saveAnswer } from '../lifecycle/article-answer.ts'
import type { WantedAddress } from '../lifecycle/article-errors.ts'
import { whyLocked } from '../lifecycle/lock.rules.ts'
import { whyNotSaved } from '../lifecycle/why-not-saved.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { text } from '../mutation/plain-text.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Site } from '../site/site.ts'
import { authorize, type Viewer } from '../viewer/viewer.ts'
import { checkEmbargo } from '../workflow/schedule.rules.ts'
import { type ArticleMetadata, parseMetadata } from './metadata.ts'
import { metadataChange } from './metadata-change.ts'

/** Beside the text and the metadata, which createArticle has too. */
const READS = {
  id: asSent,
  version: asSent,
  note: text(NOTE),
  takeOver: asSent,
  keepApproval: asSent,
  keepAutosave: asSent,
} satisfies InputsOf<UpdateArticleInput, TextInput & MetadataInput>

export function updateArticle(
  desk: MutationContext,
  { slugScript }: Site,
  input: UpdateArticleInput,
): Promise<Outcome<SaveAnswer>> {
  let address: WantedAddress | null = null
  return mutate(desk, {
    name: 'updateArticle',
    input,
    needs: leastPermission('UPDATE'),
    async oneStatement(sender, viewer) {
      const faults = new Faults()
      const {
        id,
        version,
        note = null,
        takeOver = false,
        keepApproval = false,
        keepAutosave = false,
      } = readInput(input, READS, faults)
      const article = await getArticle(sender, { id: uuidOf('Article', id), version }, viewer)
      authorizeSave(input, article, viewer)
      checkSave(input, { article, viewer, takeOver: takeOver ?? false }, faults)
      const references = await loadReferences(sender, namedBy(input, article))
      const content = parseContent(input, article.content, references, faults)
      const metadata = parseMetadata(input, article, { articleId: article.id, slugScript }, references, faults)
      faults.refuse()
      address = { ...metadata, path: ['input', input.slug === undefined ? 'locale' : 'slug'] }
      const made = await save(sender, article, viewer, {
        ...{ content, metadata, note },
        keepApproval: keepApproval ?? false,
        endsAutosave: !keepAutosave,
      })
      return saveAnswer(made)
    },
    explain: (violation) => whyNotSaved(desk.database, violation, input, address),
  })
}

function isOtherEmbargo({ embargoedUntil }: UpdateArticleInput, article: LoadedArticle): boolean {
  return embargoedUntil !== undefined && embargoedUntil?.getTime() !== article.embargoedUntil?.getTime()
}

/** @throws FORBIDDEN */
function authorizeSave(input: UpdateArticleInput, article: LoadedArticle, viewer: Viewer): void {
  authorizeFor('UPDATE', article, viewer)
  // Told before the state and the time of the embargo are judged.
  if (isOtherEmbargo(input, article)) authorizeFor('SET_EMBARGO', article, viewer)
  if (input.keepApproval) authorize(viewer, 'REVIEW_ARTICLES')
}

/** What keeps it from being saved whatever its text is. */
function checkSave(
  input: UpdateArticleInput,
  { article, viewer, takeOver }: { article: LoadedArticle; viewer: Viewer; takeOver: boolean },
  faults: Faults,
): void {
  const notNow = whyNotNow('UPDATE', article, viewer)
  faults.take(notNow)
  faults.take(whyLocked(article, viewer, takeOver))
  if (notNow || !isOtherEmbargo(input, article)) return
  const notUnderEmbargo = whyNotNow('SET_EMBARGO', article, viewer)
  faults.take(notUnderEmbargo && { ...notUnderEmbargo, path: ['input', 'embargoedUntil'] })
  checkEmbargo(article, input.embargoedUntil ?? null, faults)
}

export interface Save {
  readonly content: Content
  readonly metadata: ArticleMetadata
  readonly note: string | null
  readonly keepApproval: boolean
  /** Whether it saves, or replaces, what the viewer has on the screen */
  readonly endsAutosave: boolean
  /** The number of the revision that is restored */
  readonly restoredFrom?: number
  /** How the audit trail calls it; SAVED, when absent */
  readonly action?: ActivityAction
}

/**
 * Writes what differs: a new revision if the text differs, otherwise only the article, and nothing if nothing differs. A save renews the user's
 * lock; whose is taken over was decided before.
 * @throws FORBIDDEN to those who may not change the metadata in this state, Refusal CONFLICT
 */
export async function save(
  sender: Sender,
  article: LoadedArticle,
  viewer: Viewer,
  { content, metadata, note, keepApproval, endsAutosave, restoredFrom, action = 'SAVED' }: Save,
): Promise<MadeArticle> {
  const isOtherText = !isSameContent(article.content, content)
  const textPaths = isOtherText ? changedPaths(article.content, content) : []
  const { set, changedPaths: metadataPaths, moved } = metadataChange(article, metadata, viewer)
  const isLive = article.liveRevisionId !== null
  const lock = lockAfter(article, viewer)
  if (!isOtherText && metadataPaths.length === 0) {
    return leaveArticle(sender, article, viewer, { ...(lock && { lock }), endsAutosave })
  }
  // What was approved was the text: another is to be looked at again.
  const isUnapproved = isOtherText && article.workflowState === 'APPROVED' && !keepApproval
  const change: ArticleChange = {
    set: { ...set, ...(isUnapproved && { workflow_state: 'DRAFT' }) },
    ...(isOtherText && { revision: { content, summary: summaryOf(textPaths), ...(restoredFrom && { restoredFrom }) } }),
    entry: {
      action,
      note,
      changedPaths: [...textPaths, ...metadataPaths, ...(isUnapproved ? ['workflowState'] : [])],
      changedFields: changedTexts(article.content, content),
    },
    ...(moved.length > 0 &&
      isLive && {
        event: { type: 'article.updated', payload: { ...before(article), changedFields: moved } },
        movesFrom: article,
      }),
    ...(lock && { lock }),
    endsAutosave,
  }
  return writeArticle(sender, article, viewer, change)
}

/** The texts with their values, where they are short; the difference of two revisions shows the rest of the content. */
function changedTexts(before: Content, after: Content): FieldChange[] {
  return TEXT_NAMES.filter((name) => before[name] !== after[name]).map((name) =>
    fieldChange(name, before[name], after[name]),
  )
}

function lockAfter({ lockHolderId }: LoadedArticle, viewer: Viewer): ArticleChange['lock'] {
  if (lockHolderId === null) return undefined
  return lockHolderId === viewer.id ? 'renew' : 'take'
}

/** With it a cache can tell where the page was. */
function before({ slug, locale, liveRevisionId }: LoadedArticle) {
  return { previousSlug: slug, previousLocale: locale, previousRevisionId: liveRevisionId }
}
