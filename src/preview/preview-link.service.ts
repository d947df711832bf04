import { writeActivity } from '../activity/activity.write.ts'
import { fieldChange, idsOf } from '../activity/field-change.ts'
import type { Tx } from '../database/database.ts'
import type { CreatePreviewLinkInput, RevokePreviewLinkInput, RevokePreviewLinksInput } from '../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../lifecycle/allowed-actions.ts'
import { findArticle, type LoadedArticle } from '../lifecycle/article.load.ts'
import { absentRevision } from '../lifecycle/article-errors.ts'
import { TRANSITIONS } from '../lifecycle/transitions.ts'
import { Faults } from '../mutation/faults.ts'
import { readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { absent, type Subject } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { absoluteUrl, articlePath, type Site } from '../site/site.ts'
import { lacks } from '../viewer/viewer.ts'
import { findCreator, findPreviewLink, revisionIdOf } from './preview-link.load.ts'
import { mayRevoke, NEW_LINK, REVOKED_LINK, REVOKED_LINKS } from './preview-link.rules.ts'
import { endPreviewLink, endPreviewLinksOf, makePreviewLink } from './preview-link.write.ts'

/** What is known of a new link this once. */
interface Secrets {
  readonly url: string
  readonly token: string
}

type NewLink = Outcome<{ previewLink: Subject & Partial<Secrets> }>

export async function createPreviewLink(
  desk: MutationContext,
  site: Site,
  input: CreatePreviewLinkInput,
): Promise<NewLink> {
  const outcome = await mutate<CreatePreviewLinkInput, { previewLink: Subject; secrets: Secrets }>(desk, {
    name: TRANSITIONS.CREATE_PREVIEW.mutation,
    input,
    needs: leastPermission('CREATE_PREVIEW'),
    async work(tx, viewer) {
      const faults = new Faults()
      const { articleId, expiresInHours = 48, revisionNumber } = readInput(input, NEW_LINK, faults)
      const id = uuidOf('Article', articleId)
      const article = id === null ? null : await findArticle(tx, id, viewer)
      if (!article) throw absent('article', ['input', 'articleId'])
      authorizeFor('CREATE_PREVIEW', article, viewer)
      const notNow = whyNotNow('CREATE_PREVIEW', article, viewer)
      faults.take(notNow && { ...notNow, path: ['input', 'articleId'] })
      const revisionId = await pinned(tx, article, revisionNumber, faults)
      faults.refuse()
      const { token, ...link } = await makePreviewLink(tx, viewer, {
        articleId: article.id,
        revisionId,
        expiresInHours,
        embargoedUntil:
          article.embargoedUntil !== null && article.embargoedUntil > article.now ? article.embargoedUntil : null,
      })
      const changedFields = [fieldChange('previewLinks', null, idsOf('PreviewLink', link.id))]
      await writeActivity(tx, viewer, {
        ...{ type: 'Article', id: article.id, action: 'PREVIEW_CREATED', revisionId, changedFields },
      })
      return {
        previewLink: link,
        secrets: { token, url: `${absoluteUrl(articlePath(article, site), site)}?preview=${token}` },
      }
    },
    shownOnce: ['secrets'],
  })
  if (!('previewLink' in outcome)) return outcome
  const { previewLink, secrets, ...common } = outcome
  return { ...common, ...(previewLink && { previewLink: { ...previewLink, ...secrets } }) }
}

/** Null where the link is to show the latest revision. */
async function pinned(
  tx: Tx,
  article: Pick<LoadedArticle, 'id' | 'latestNumber'>,
  number: number | null | undefined,
  faults: Faults,
): Promise<string | null> {
  if (number === null || number === undefined) return null
  const id = await revisionIdOf(tx, article.id, number)
  if (id === null) faults.take(absentRevision(['input', 'revisionNumber'], number, article))
  return id
}

export function revokePreviewLink(
  desk: MutationContext,
  input: RevokePreviewLinkInput,
): Promise<Outcome<{ previewLink: Subject }>> {
  return mutate(desk, {
    name: 'revokePreviewLink',
    input,
    needs: 'CREATE_PREVIEWS',
    async work(tx, viewer) {
      const id = uuidOf('PreviewLink', readInput(input, REVOKED_LINK, new Faults()).id)
      const link = id === null ? null : await findPreviewLink(tx, id)
      if (!link) throw absent('preview link')
      if (!mayRevoke(link, viewer)) throw lacks(viewer, 'EDIT_ARTICLES')
      const changedFields = [fieldChange('previewLinks', idsOf('PreviewLink', link.id), null)]
      if (await endPreviewLink(tx, link.id))
        await writeActivity(tx, viewer, {
          type: 'Article',
          id: link.articleId,
          action: 'PREVIEW_REVOKED',
          changedFields,
        })
      return { previewLink: { id: link.id } }
    },
  })
}

export function revokePreviewLinks(
  desk: MutationContext,
  input: RevokePreviewLinksInput,
): Promise<Outcome<{ user: Subject; revokedCount: number }>> {
  return mutate(desk, {
    name: 'revokePreviewLinks',
    input,
    needs: 'CREATE_PREVIEWS',
    async work(tx, viewer) {
      const id = uuidOf('User', readInput(input, REVOKED_LINKS, new Faults()).userId)
      if (!mayRevoke({ createdById: id }, viewer)) throw lacks(viewer, 'EDIT_ARTICLES')
      const creator = id === null ? null : await findCreator(tx, id)
      if (!creator) throw absent('account', ['input', 'userId'])
      return { user: { id: creator.id }, revokedCount: await endPreviewLinksOf(tx, creator.id, viewer) }
    },
  })
}
