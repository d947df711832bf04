import { createHash } from 'node:crypto'
import { loadReferences } from '../content/input/references.load.ts'
import { namedBy } from '../content/input/references.ts'
import type { Tx } from '../database/database.ts'
import type { BulkItemInput, BulkUpdateArticlesInput, Warning } from '../generated/graphql.ts'
import { whyNotNow } from '../lifecycle/allowed-actions.ts'
import { getArticle, type LoadedArticle, type MadeArticle } from '../lifecycle/article.load.ts'
import { type SaveAnswer, saveAnswer } from '../lifecycle/article-answer.ts'
import type { WantedAddress } from '../lifecycle/article-errors.ts'
import { whyLocked } from '../lifecycle/lock.rules.ts'
import { whyNotSaved } from '../lifecycle/why-not-saved.ts'
import { Faults } from '../mutation/faults.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { refuse, type UserError } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { authorize, type Viewer } from '../viewer/viewer.ts'
import { change } from '../workflow/transition.service.ts'
import { trashing } from '../workflow/trash.service.ts'
import { type BulkChange, parseBulkChange, topicsAfter, withTopics } from './bulk-update.rules.ts'
import { parseMetadata } from './metadata.ts'
import { save } from './save-article.service.ts'

interface BulkResult extends Partial<Omit<SaveAnswer, 'warnings'>> {
  articleId: string
  warnings: Warning[]
  userErrors: UserError[]
}

const NAME = 'bulkUpdateArticles'

/**
 * Changes each article by a transaction of its own, once the input as a whole was found right. An idempotency key holds for the whole and, made
 * into one for each article, for the parts: a call that broke off half way goes on where it was.
 */
export async function bulkUpdateArticles(
  desk: MutationContext,
  input: BulkUpdateArticlesInput,
): Promise<Outcome<object> & { results: BulkResult[] }> {
  const whole = await mutate(desk, {
    name: NAME,
    input,
    needs: 'EDIT_ARTICLES',
    work: async (tx, viewer) => {
      await checkBulk(tx, input, viewer)
      return {}
    },
  })
  const results: BulkResult[] = []
  if (whole.userErrors.length > 0) return { ...whole, results }
  for (const [index, item] of input.items.entries()) results.push(await changeOne(desk, input, item, index))
  return { ...whole, results }
}

async function checkBulk(tx: Tx, input: BulkUpdateArticlesInput, viewer: Viewer): Promise<void> {
  if (input.trash) authorize(viewer, 'TRASH_ARTICLES')
  const faults = new Faults()
  const change = parseBulkChange(input, faults)
  const { topics } = await loadReferences(tx, { ...namedBy({}, null), topicIds: topicsIn(change) })
  withTopics(change, topics, faults)
  faults.refuse()
}

const topicsIn = ({ add, remove }: BulkChange): string[] => [...add, ...remove].map(({ id }) => id)

async function changeOne(
  desk: MutationContext,
  { items: _, idempotencyKey, ...all }: BulkUpdateArticlesInput,
  item: BulkItemInput,
  index: number,
): Promise<BulkResult> {
  let address: WantedAddress | null = null
  const outcome = await mutate(desk, {
    name: NAME,
    input: { ...all, item, ...(idempotencyKey && { idempotencyKey: keyOf(idempotencyKey, index) }) },
    needs: 'EDIT_ARTICLES',
    async work(tx, viewer) {
      const article = await getArticle(tx, { id: uuidOf('Article', item.id), version: item.version }, viewer)
      const change = parseBulkChange({ items: [], ...all }, new Faults())
      address = { slug: article.slug, locale: change.locale ?? article.locale, path: ['input', 'locale'] }
      const made = await (change.trash ? trash(tx, article, viewer) : changeText(tx, article, viewer, change))
      return saveAnswer(made)
    },
    explain: (violation) => whyNotSaved(desk.database, violation, {}, address),
  })
  return { ...outcome, articleId: item.id, userErrors: outcome.userErrors.map((error) => ofItem(error, index)) }
}

/** No key that a caller chooses for something else is the same: theirs have their own form, and this one is a digest. */
function keyOf(key: string, index: number): string {
  return `${NAME}:${createHash('sha256').update(key).digest('hex')}:${index}`
}

/** The places of an article's faults, in the input that changes many. */
function ofItem({ path, ...error }: UserError, index: number): UserError {
  const [input = '', field = '', ...rest] = path
  if (field === 'id' || field === 'version') return { ...error, path: [input, 'items', String(index), field, ...rest] }
  return { ...error, path: field === 'topics' ? [input, 'addTopicIds'] : path }
}

async function trash(tx: Tx, article: LoadedArticle, viewer: Viewer): Promise<MadeArticle> {
  refuse([whyNotNow('TRASH', article, viewer)].filter((error) => error !== null))
  return change(tx, article, viewer, 'TRASH', trashing(article))
}

async function changeText(tx: Tx, article: LoadedArticle, viewer: Viewer, change: BulkChange): Promise<MadeArticle> {
  const faults = new Faults()
  faults.take(whyNotNow('UPDATE', article, viewer))
  faults.take(whyLocked(article, viewer, false))
  const input = change.locale === null ? {} : { locale: change.locale }
  const references = await loadReferences(tx, { ...namedBy(input, article), topicIds: topicsIn(change) })
  const metadata = parseMetadata(input, article, { articleId: article.id }, references, faults)
  const topics = topicsAfter(article.content.topics, withTopics(change, references.topics, faults), faults)
  faults.refuse()
  return save(tx, article, viewer, {
    content: { ...article.content, topics },
    metadata,
    note: null,
    keepApproval: false,
    endsAutosave: false,
  })
}
