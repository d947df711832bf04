import type { Content } from '../../content/content.ts'
import { NOTE } from '../../contract/limits.ts'
import { isForeignKeyViolation, type Violation } from '../../database/violation.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../../lifecycle/allowed-actions.ts'
import { getArticle, type LoadedArticle, type MadeArticle } from '../../lifecycle/article.load.ts'
import { type SaveAnswer, saveAnswer } from '../../lifecycle/article-answer.ts'
import { whyLocked } from '../../lifecycle/lock.rules.ts'
import { Faults } from '../../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../../mutation/mutate.ts'
import { text } from '../../mutation/plain-text.ts'
import { absent, type Path, Refusal, type UserError, userError } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import { authorize, type Viewer } from '../../viewer/viewer.ts'
import { save } from '../save-article.service.ts'
import { type CaptionReferences, loadCaptionReferences } from './caption.load.ts'
import type { CaptionsInput, NamedArticle } from './captions-input.ts'

const READS = {
  id: asSent,
  articleId: asSent,
  version: asSent,
  note: text(NOTE),
  takeOver: asSent,
  keepApproval: asSent,
} satisfies InputsOf<CaptionsInput>

export interface CaptionsChange<Answer extends object> {
  readonly name: string
  /** A global id that the input names */
  readonly imageId?: string | null | undefined
  readonly change: (content: Content, references: CaptionReferences, faults: Faults) => Content
  /** What the payload has in addition to the article */
  readonly answer: (made: MadeArticle) => Answer
}

/** A save of the article with other captions: by the same rules, and with all that belongs to a save. */
export function changeCaptions<Input extends NamedArticle, Answer extends object>(
  desk: MutationContext,
  input: Input,
  { name, imageId, change, answer }: CaptionsChange<Answer>,
): Promise<Outcome<SaveAnswer & Answer>> {
  return mutate(desk, {
    name,
    input,
    needs: leastPermission('UPDATE'),
    async oneStatement(sender, viewer) {
      const faults = new Faults()
      const {
        version,
        note = null,
        takeOver,
        keepApproval,
      } = readInput<CaptionsInput, typeof READS>(input, READS, faults)
      const captionId = uuidOf('Caption', input.id)
      const references = await loadCaptionReferences(sender, { captionId, imageId: uuidOf('Image', imageId) })
      const path = ['input', input.articleId === undefined ? 'id' : 'articleId']
      const id = input.articleId === undefined ? references.articleId : uuidOf('Article', input.articleId)
      if (id === null && input.articleId === undefined) throw absent('caption')
      const article = await getArticle(sender, { id, version, path }, viewer)
      authorizeFor('UPDATE', article, viewer)
      if (keepApproval) authorize(viewer, 'REVIEW_ARTICLES')
      for (const error of obstacles(article, viewer, takeOver ?? false)) faults.take({ ...error, path })
      const content = change(article.content, references, faults)
      faults.refuse()
      const made = await save(sender, article, viewer, {
        content,
        metadata: article,
        note,
        keepApproval: keepApproval ?? false,
        endsAutosave: false,
      })
      return { ...saveAnswer(made), ...answer(made) }
    },
    explain: whyGone,
  })
}

function obstacles(article: LoadedArticle, viewer: Viewer, takeOver: boolean): UserError[] {
  return [whyNotNow('UPDATE', article, viewer), whyLocked(article, viewer, takeOver)].flatMap((error) => error ?? [])
}

const IMAGE: Path = ['input', 'imageId']

/** The image was deleted after it was looked up and before the caption was written. */
async function whyGone(violation: Violation): Promise<Refusal | null> {
  if (!isForeignKeyViolation(violation)) return null
  return new Refusal([userError('NOT_FOUND', IMAGE, 'This image has just been deleted. Choose another.')])
}
