import { randomBytes } from 'node:crypto'
import { NO_CONTENT } from '../content/content.ts'
import type { MetadataInput, TextInput } from '../content/input/article-input.ts'
import { parseContent } from '../content/input/content-input.ts'
import { loadReferences } from '../content/input/references.load.ts'
import { namedBy } from '../content/input/references.ts'
import type { Sender } from '../database/sender.ts'
import type { CreateArticleInput } from '../generated/graphql.ts'
import { type SlugScript, slugOf } from '../lib/text/slug.ts'
import { leastPermission } from '../lifecycle/allowed-actions.ts'
import type { MadeArticle } from '../lifecycle/article.load.ts'
import { insertArticle, type NewArticle } from '../lifecycle/article.write.ts'
import { type SaveAnswer, saveAnswer } from '../lifecycle/article-answer.ts'
import { freeArticleSlug } from '../lifecycle/article-slug.load.ts'
import { databaseTime } from '../lifecycle/time.load.ts'
import { addressTaken, whyNotSaved } from '../lifecycle/why-not-saved.ts'
import { date } from '../mutation/date.ts'
import { Faults } from '../mutation/faults.ts'
import { type InputsOf, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import type { Site } from '../site/site.ts'
import { authorize, type Viewer } from '../viewer/viewer.ts'
import { checkPublishedAt } from '../workflow/publication-date.rules.ts'
import { checkEmbargo } from '../workflow/schedule.rules.ts'
import { type ArticleMetadata, parseMetadata } from './metadata.ts'

/** Beside the text and the metadata, which updateArticle has too. */
const READS = { publishedAt: date } satisfies InputsOf<CreateArticleInput, TextInput & MetadataInput>

const NO_METADATA: ArticleMetadata = {
  slug: '',
  locale: 'und',
  editorNote: null,
  embargoedUntil: null,
  translationGroupId: null,
  canonicalUrl: null,
  noIndex: false,
}

export function createArticle(
  desk: MutationContext,
  { slugScript }: Site,
  input: CreateArticleInput,
): Promise<Outcome<SaveAnswer>> {
  return mutate(desk, {
    name: 'createArticle',
    input,
    needs: 'CREATE_ARTICLES',
    async oneStatement(sender, viewer) {
      const faults = new Faults()
      const { publishedAt = null } = readInput(input, READS, faults)
      // The date of an archive is a statement to readers, as setPublishedAt is.
      if (publishedAt) authorize(viewer, leastPermission('SET_PUBLISHED_AT'))
      const references = await loadReferences(sender, namedBy(input, null))
      const content = parseContent(input, NO_CONTENT, references, faults)
      const metadata = parseMetadata(
        { ...input, slug: input.slug ?? undefined },
        NO_METADATA,
        { articleId: null, slugScript },
        references,
        faults,
      )
      const { embargoedUntil } = metadata
      if (embargoedUntil || publishedAt) {
        const now = await databaseTime(sender)
        checkEmbargo({ now, scheduledFor: null }, embargoedUntil, faults)
        if (publishedAt) checkPublishedAt(publishedAt, now, faults)
      }
      faults.refuse()
      return saveAnswer(await insert(sender, { ...metadata, publishedAt, content }, viewer, slugScript))
    },
    explain: (violation) => whyNotSaved(desk.database, violation, input, null),
  })
}

/** A slug that was chosen is there or nowhere. */
async function insert(sender: Sender, article: NewArticle, viewer: Viewer, script: SlugScript): Promise<MadeArticle> {
  const { slug, locale } = article
  if (slug === '') {
    const made = slugOf(article.content.headline, script) || `article-${randomBytes(4).toString('hex')}`
    return insertWithFreeSlug(sender, article, viewer, made)
  }
  const inserted = await insertArticle(sender, article, viewer)
  if (inserted) return inserted
  throw await addressTaken(sender, { slug, locale, path: ['input', 'slug'] })
}

/** One from the headline gets a number where it is taken, and the next where somebody else was faster. */
async function insertWithFreeSlug(
  sender: Sender,
  article: NewArticle,
  viewer: Viewer,
  wanted: string,
): Promise<MadeArticle> {
  for (;;) {
    const slug = await freeArticleSlug(sender, wanted, article.locale)
    const inserted = await insertArticle(sender, { ...article, slug }, viewer)
    if (inserted) return inserted
  }
}
