import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import type { CreateRedirectInput, DeleteRedirectInput } from '../generated/graphql.ts'
import { isAnySlug } from '../lib/text/slug.ts'
import { taken } from '../mutation/common-errors.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, type Reader, readInput } from '../mutation/input.ts'
import { parseLanguage } from '../mutation/known-language.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { absent, type Path, type Subject, userError } from '../mutation/user-error.ts'
import { writeEvent } from '../outbox/event.write.ts'
import { idPrefix, uuidOf } from '../reading/global-id.ts'
import { parseOldPath } from '../site/old-path.ts'
import { parseSitePath, type Site } from '../site/site.ts'
import { collapsed, type Destination, NOWHERE } from './destination.ts'
import { findArticleBySlug, findAtAddresses, findObject, findRedirects } from './redirect.load.ts'
import { LIVE, LOOP, NOTHING_THERE, whyNoPath, whyNoTarget } from './redirect.rules.ts'
import { followRedirects, holdRedirects, idAt, removeRedirect, writeRedirects } from './redirect.write.ts'
import { parseTarget } from './redirect-target.ts'

const language: Reader<string | null, string | null> = (sent, path, faults) =>
  sent === null ? null : parseLanguage(sent, path, faults)

const NEW = {
  path: asSent,
  articleSlug: asSent,
  locale: language,
  targetId: asSent,
  location: asSent,
  permanent: asSent,
} satisfies InputsOf<CreateRedirectInput>

const PATH: Path = ['input', 'path']

/** What the source says of a redirect that was made by the mutation. */
const DESK = 'desk'

export function createRedirect(
  desk: MutationContext,
  site: Site,
  input: CreateRedirectInput,
): Promise<Outcome<{ redirect: Subject }>> {
  return mutate(desk, {
    name: 'createRedirect',
    input,
    needs: 'EDIT_REDIRECTS',
    async work(tx, viewer) {
      await holdRedirects(tx)
      const faults = new Faults()
      const sent = readInput(input, NEW, faults)
      const path = await freePath(tx, sent.path, site, faults)
      const destination = await destinationOf(tx, sent, site, faults)
      faults.refuse()
      const last = await withoutLoop(tx, path, destination, faults)
      faults.refuse()
      await writeRedirects(tx, [{ ...last, path, permanent: sent.permanent ?? true }], {
        actor: viewer,
        source: DESK,
        isTold: true,
      })
      await followRedirects(tx, [path], viewer)
      const id = await idAt(tx, path)
      if (id === null) throw new Error('the redirect was not written')
      await writeEvent(tx, 'redirect.created', id, { path })
      return { redirect: { id } }
    },
  })
}

/** The path in its one form. */
async function freePath(tx: Tx, sent: string, site: Site, faults: Faults): Promise<string> {
  const { path, fault } = parseOldPath(sent, site)
  if (path === undefined) {
    faults.take(whyNoPath(fault, sent, PATH))
    return ''
  }
  const address = parseSitePath(sent, site)
  const [here] = address ? await findAtAddresses(tx, [address]) : []
  if (here?.isReached) {
    const { articleId: article, topicId: topic, authorId: author } = here
    faults.take(taken(PATH, { value: path, article, topic, author }, () => LIVE))
  } else if ((await findRedirects(tx, [path])).size > 0) {
    faults.take(
      taken(
        PATH,
        { value: path },
        ({ value }) => `"${value}" has a redirect. Delete that one first, or choose another path.`,
      ),
    )
  }
  return path
}

const WAYS = ['articleSlug', 'targetId', 'location'] as const

async function destinationOf(
  tx: Tx,
  sent: Pick<CreateRedirectInput, (typeof WAYS)[number] | 'locale'>,
  site: Site,
  faults: Faults,
): Promise<Destination> {
  const { articleSlug, targetId, location, locale = null } = sent
  if (WAYS.filter((way) => typeof sent[way] === 'string').length !== 1) {
    faults.add(
      'INVALID',
      ['input'],
      'Say once where the redirect leads: send exactly one of `articleSlug`, `targetId` and `location`.',
    )
    return NOWHERE
  }
  if (typeof articleSlug === 'string') {
    const languages = { locale, defaultLocale: site.defaultLocale }
    const articleId = isAnySlug(articleSlug) ? await findArticleBySlug(tx, articleSlug, languages) : null
    if (articleId === null) {
      faults.add('NOT_FOUND', ['input', 'articleSlug'], 'There is no article with this slug. Send the slug of another.')
    }
    return { ...NOWHERE, articleId }
  }
  return typeof targetId === 'string' ? ofObject(tx, targetId, faults) : ofLocation(tx, location ?? '', site, faults)
}

async function ofObject(tx: Tx, globalId: string, faults: Faults): Promise<Destination> {
  const [articleId, topicId, authorId] = ['Article', 'Topic', 'Author'].map((type) => uuidOf(type, globalId))
  const found = await findObject(tx, {
    articleId: articleId ?? null,
    topicId: topicId ?? null,
    authorId: authorId ?? null,
  })
  if (!found) {
    faults.add(
      'NOT_FOUND',
      ['input', 'targetId'],
      'There is no article, topic or author with this id. Send the id of another.',
    )
  }
  return { ...NOWHERE, ...found }
}

async function ofLocation(tx: Tx, sent: string, site: Site, faults: Faults): Promise<Destination> {
  const path: Path = ['input', 'location']
  const target = parseTarget(sent, site)
  if ('fault' in target) {
    faults.take(whyNoTarget(target.fault, sent, path))
    return NOWHERE
  }
  if ('target' in target) return { ...NOWHERE, ...target }
  const [found] = await findAtAddresses(tx, [target.address])
  if (!found) {
    faults.take(userError('NOT_FOUND', path, NOTHING_THERE))
    return NOWHERE
  }
  const { articleId, topicId, authorId } = found
  return { ...NOWHERE, articleId, topicId, authorId }
}

/** Where it leads in the end. What leads to other redirects is one step: no redirect leads to the path of another. */
async function withoutLoop(tx: Tx, path: string, destination: Destination, faults: Faults): Promise<Destination> {
  const next = destination.targetPath === null ? new Map() : await findRedirects(tx, [destination.targetPath])
  const last = collapsed(path, destination, (at) => next.get(at))
  if (last === null) faults.take(userError('INVALID', ['input', 'location'], LOOP))
  return last ?? NOWHERE
}

export function deleteRedirect(
  desk: MutationContext,
  input: DeleteRedirectInput,
): Promise<Outcome<{ deletedId: string }>> {
  return mutate(desk, {
    name: 'deleteRedirect',
    input,
    needs: 'EDIT_REDIRECTS',
    async work(tx, viewer) {
      const { id } = readInput(input, { id: asSent } satisfies InputsOf<DeleteRedirectInput>, new Faults())
      const uuid = uuidOf('SiteRedirect', id)
      const deleted = uuid === null ? null : await removeRedirect(tx, uuid)
      if (!deleted) throw absent('redirect')
      const { path } = deleted
      await writeActivity(tx, viewer, {
        type: 'SiteRedirect',
        id: deleted.id,
        action: 'DELETED',
        note: path,
        changedFields: [],
      })
      await writeEvent(tx, 'redirect.deleted', deleted.id, { path })
      return { deletedId: `${idPrefix('SiteRedirect')}${deleted.id}` }
    },
  })
}
