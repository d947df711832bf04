import type { Content } from '../../content/content.ts'
import { NOTE } from '../../contract/limits.ts'
import { isForeignKeyViolation, type Violation } from '../../database/violation.ts'
import type { RemoveCaptionInput } from '../../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../../lifecycle/allowed-actions.ts'
import { getArticle, type LoadedArticle } from '../../lifecycle/article.load.ts'
import { whyLocked } from '../../lifecycle/lock.rules.ts'
import { Faults } from '../../mutation/faults.ts'
import { type MutationContext, mutate, type Outcome } from '../../mutation/mutate.ts'
import { parseText } from '../../mutation/plain-text.ts'
import { absent, type Path, Refusal, type Subject, type UserError, userError } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import { authorize, type Viewer } from '../../viewer/viewer.ts'
import { save } from '../save-article.service.ts'
import { loadCaptionReferences } from './caption.load.ts'

/** What the inputs have in common; the article is named by itself or by one of its captions. */
type CaptionsInput = Omit<RemoveCaptionInput, 'id' | 'removeBlocks'> &
  ({ readonly articleId: string; readonly id?: never } | { readonly id: string; readonly articleId?: never })

export interface ChangedArticle {
  readonly article: Subject
}

export interface CaptionsChange<Answer extends object> {
  readonly name: string
  /** A global id that the input names */
  readonly imageId?: string | null | undefined
  /** @param imageId the uuid of that; null where there is no such image */
  readonly change: (content: Content, imageId: string | null, faults: Faults) => Content
  readonly answer: Answer
}

/** A save of the article with other captions: by the same rules, and with all that belongs to a save. */
export function changeCaptions<Input extends CaptionsInput, Answer extends object>(
  desk: MutationContext,
  input: Input,
  { name, imageId, change, answer }: CaptionsChange<Answer>,
): Promise<Outcome<ChangedArticle & Answer>> {
  return mutate(desk, {
    name,
    input,
    needs: leastPermission('UPDATE'),
    async oneStatement(sender, viewer) {
      const captionId = uuidOf('Caption', input.id)
      const image = uuidOf('Image', imageId)
      const { articleId, hasImage } = await loadCaptionReferences(sender, { captionId, imageId: image })
      const path = ['input', input.articleId === undefined ? 'id' : 'articleId']
      const id = input.articleId === undefined ? articleId : uuidOf('Article', input.articleId)
      if (id === null && input.articleId === undefined) throw absent('caption')
      const article = await getArticle(sender, { id, version: input.version, path }, viewer)
      authorizeFor('UPDATE', article, viewer)
      if (input.keepApproval) authorize(viewer, 'REVIEW_ARTICLES')
      const faults = new Faults()
      for (const error of obstacles(article, viewer, input.takeOver ?? false)) faults.take({ ...error, path })
      const note = parseText(input.note, ['input', 'note'], NOTE, faults)
      const content = change(article.content, hasImage ? image : null, faults)
      faults.refuse()
      await save(sender, article, viewer, {
        content,
        metadata: article,
        note,
        keepApproval: input.keepApproval ?? false,
      })
      return { article: { id: article.id }, ...answer }
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
