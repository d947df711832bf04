import { writeActivity } from '../activity/activity.write.ts'
import { fieldChange } from '../activity/field-change.ts'
import { REVISION_NAME } from '../contract/limits.ts'
import type { NameRevisionInput } from '../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../lifecycle/allowed-actions.ts'
import { articleAsIs, findArticle } from '../lifecycle/article.load.ts'
import { type ArticleAnswer, articleAnswer } from '../lifecycle/article-answer.ts'
import { absentRevision } from '../lifecycle/article-errors.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { text } from '../mutation/plain-text.ts'
import { absent, Refusal, type Subject } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { writeRevisionName } from './revision-name.write.ts'

const READS = { id: asSent, number: asSent, name: text(REVISION_NAME) } satisfies InputsOf<NameRevisionInput>

/** A name is beside the text: the revision says what it said, and the article keeps its version. */
export function nameRevision(
  desk: MutationContext,
  input: NameRevisionInput,
): Promise<Outcome<ArticleAnswer & { revision: Subject }>> {
  return mutate(desk, {
    name: 'nameRevision',
    input,
    needs: leastPermission('UPDATE'),
    async work(tx, viewer) {
      const faults = new Faults()
      const { id: globalId, number, name = null } = readInput(input, READS, faults)
      const id = uuidOf('Article', globalId)
      const article = id === null ? null : await findArticle(tx, id, viewer)
      if (!article) throw absent('article')
      authorizeFor('UPDATE', article, viewer)
      faults.take(whyNotNow('UPDATE', article, viewer))
      faults.refuse()
      const named = await writeRevisionName(tx, article.id, number, name)
      if (!named) throw new Refusal([absentRevision(['input', 'number'], number, article)])
      const entry = {
        type: 'Article',
        id: article.id,
        action: 'REVISION_NAMED',
        note: name,
        revisionId: named.id,
        changedFields: [fieldChange('name', null, name)],
      } as const
      if (named.isChanged) await writeActivity(tx, viewer, entry)
      return { ...articleAnswer(await articleAsIs(tx, article.id)), revision: { id: named.id } }
    },
  })
}
