import { randomBytes } from 'node:crypto'
import { NO_CONTENT } from '../content/content.ts'
import type { MetadataInput, TextInput } from '../content/input/article-input.ts'
import { parseContent } from '../content/input/content-input.ts'
import { loadReferences } from '../content/input/references.load.ts'
import { namedBy } from '../content/input/references.ts'
import type { Sender } from '../database/sender.ts'
import type { CreateArticleInput } from '../generated/graphql.ts'
import { slugOf } from '../lib/slug.ts'
import type { MadeArticle } from '../lifecycle/article.load.ts'
import { insertArticle, type NewArticle } from '../lifecycle/article.write.ts'
import { type SaveAnswer, saveAnswer } from '../lifecycle/article-answer.ts'
import { freeArticleSlug } from '../lifecycle/article-slug.load.ts'
import { databaseTime } from '../lifecycle/time.load.ts'
import { addressTaken, whyNotSaved } from '../lifecycle/why-not-saved.ts'
import { Faults } from '../mutation/faults.ts'
import type { ReadElsewhere } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { checkEmbargo } from '../workflow/schedule.rules.ts'
import { type ArticleMetadata, parseMetadata } from './metadata.ts'

const NO_METADATA: ArticleMetadata = {
  slug: '',
  locale: 'und',
  editorNote: null,
  embargoedUntil: null,
  translationGroupId: null,
}

export function createArticle(
  desk: MutationContext,
  input: ReadElsewhere<CreateArticleInput, TextInput & MetadataInput>,
): Promise<Outcome<SaveAnswer>> {
  return mutate(desk, {
    name: 'createArticle',
    input,
    needs: 'CREATE_ARTICLES',
    async oneStatement(sender, viewer) {
      const faults = new Faults()
      const references = await loadReferences(sender, namedBy(input, null))
      const content = parseContent(input, NO_CONTENT, references, faults)
      const metadata = parseMetadata({ ...input, slug: input.slug ?? undefined }, NO_METADATA, null, references, faults)
      if (metadata.embargoedUntil) {
        checkEmbargo({ now: await databaseTime(sender), scheduledFor: null }, metadata.embargoedUntil, faults)
      }
      faults.refuse()
      return saveAnswer(await insert(sender, { ...metadata, content }, viewer))
    },
    explain: (violation) => whyNotSaved(desk.database, violation, input, null),
  })
}

/** A slug that was chosen is there or nowhere. */
async function insert(sender: Sender, article: NewArticle, viewer: Viewer): Promise<MadeArticle> {
  const { slug, locale } = article
  if (slug === '') return insertWithFreeSlug(sender, article, viewer)
  const inserted = await insertArticle(sender, article, viewer)
  if (inserted) return inserted
  throw await addressTaken(sender, { slug, locale, path: ['input', 'slug'] })
}

/** One from the headline gets a number where it is taken, and the next where somebody else was faster. */
async function insertWithFreeSlug(sender: Sender, article: NewArticle, viewer: Viewer): Promise<MadeArticle> {
  const wanted = slugOf(article.content.headline) || `article-${randomBytes(4).toString('hex')}`
  for (;;) {
    const slug = await freeArticleSlug(sender, wanted, article.locale)
    const inserted = await insertArticle(sender, { ...article, slug }, viewer)
    if (inserted) return inserted
  }
}
