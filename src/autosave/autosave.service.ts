import { AUTOSAVE_SESSION } from '../contract/limits.ts'
import type { Sender } from '../database/sender.ts'
import type { AutosaveArticleInput, DiscardAutosaveInput } from '../generated/graphql.ts'
import { authorizeInSomeState, leastPermission } from '../lifecycle/allowed-actions.ts'
import { articleAsIs, findArticle } from '../lifecycle/article.load.ts'
import { type ArticleAnswer, articleAnswer } from '../lifecycle/article-answer.ts'
import { articleConflict } from '../lifecycle/conflict.load.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { text } from '../mutation/plain-text.ts'
import { absent, type Conflict, type Subject } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { checkSession, parseAutosave } from './autosave.rules.ts'
import { discard, writeAutosave } from './autosave.write.ts'
import { type AutosaveContent, CONTENT_READS } from './autosave-content.ts'

const FROM_SESSION = {
  id: asSent,
  session: text(AUTOSAVE_SESSION),
  sequence: asSent,
} satisfies InputsOf<DiscardAutosaveInput>

const READS = { ...FROM_SESSION, baseVersion: asSent } satisfies InputsOf<AutosaveArticleInput, AutosaveContent>

interface Autosaved {
  readonly autosave: Subject
  readonly savedAt: string | null
  readonly isSuperseded: boolean
  readonly conflict: Conflict | null
}

/**
 * Nothing that was typed is refused, whatever has become of the article: who may write on it is all that is asked. What can be saved of it is
 * asked when it is saved.
 */
export function autosaveArticle(desk: MutationContext, input: AutosaveArticleInput): Promise<Outcome<Autosaved>> {
  return mutate(desk, {
    name: 'autosaveArticle',
    input,
    needs: leastPermission('UPDATE'),
    async oneStatement(sender, viewer) {
      const faults = new Faults()
      const { id, baseVersion, session = null, sequence = null } = readInput(input, READS, faults)
      checkSession({ session, sequence }, faults)
      const content = parseAutosave(readInput(input, CONTENT_READS, faults), faults)
      faults.refuse()
      const articleId = uuidOf('Article', id)
      const written =
        articleId && (await writeAutosave(sender, { articleId, baseVersion, session, sequence, content }, viewer))
      if (!articleId || !written) throw absent('article')
      authorizeInSomeState('UPDATE', written, viewer)
      const { savedAt, version } = written
      const hasMovedOn = version > baseVersion
      const conflict = hasMovedOn ? (await articleConflict(sender, articleId, baseVersion)).conflict : null
      return { autosave: { id: articleId }, savedAt, isSuperseded: savedAt === null, conflict }
    },
  })
}

/** What somebody typed is theirs to discard, even if they may no longer write on the article. */
export function discardAutosave(
  desk: MutationContext,
  input: DiscardAutosaveInput,
): Promise<Outcome<ArticleAnswer & { wasDiscarded: boolean }>> {
  return mutate(desk, {
    name: 'discardAutosave',
    input,
    needs: leastPermission('UPDATE'),
    async oneStatement(sender, viewer) {
      const faults = new Faults()
      const { id, session = null, sequence = null } = readInput(input, FROM_SESSION, faults)
      checkSession({ session, sequence }, faults)
      faults.refuse()
      const articleId = await existing(sender, id, viewer)
      const wasDiscarded = await discard(sender, articleId, { session, sequence }, viewer)
      return { ...articleAnswer(await articleAsIs(sender, articleId)), wasDiscarded }
    },
  })
}

/** @throws Refusal NOT_FOUND */
async function existing(sender: Sender, globalId: string, viewer: Viewer): Promise<string> {
  const id = uuidOf('Article', globalId)
  const article = id === null ? null : await findArticle(sender, id, viewer)
  if (!article) throw absent('article')
  return article.id
}
