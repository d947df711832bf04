import type { GraphQLSchema } from 'graphql'
import type { Database } from '../database/database.ts'
import { badUserInput, forbidden } from '../errors/errors.ts'
import type { ArticleChangeWhereInput } from '../generated/graphql.ts'
import type { Pass } from '../identity/authenticate.ts'
import { textOrNull } from '../lib/json.ts'
import { propertyOf } from '../lib/property.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import type { EventFeed } from '../outbox/event-feed.ts'
import { loadEvents, type PlacedEvent } from '../outbox/events.load.ts'
import { loadMissed } from '../outbox/missed-events.load.ts'
import { type Audience, demand, READERS } from '../reading/audience.ts'
import type { AskedRead } from '../reading/executor.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Plans } from '../reading/plans.ts'
import type { Reader } from '../reading/reader.ts'
import type { Site } from '../site/site.ts'
import { previewTokenHash } from '../stage/preview-token.ts'
import type { Permission } from '../viewer/viewer.ts'
import { type AskedArticles, articleSource } from './article-source.ts'
import { type AskedChanges, askedChanges } from './asked-changes.ts'
import { positionAfter } from './change-cursor.ts'
import type { ChangeStream } from './change-stream.ts'
import { Channel } from './channel.ts'
import type { DeskEvent } from './desk-events.load.ts'
import { deskFeed } from './desk-feed.ts'
import { deskSource, draftSource } from './desk-source.ts'
import { lookups } from './lookups.ts'
import { type Rights, rightsWatch, type Unwatch } from './rights.ts'

export interface LiveOptions {
  readonly schema: GraphQLSchema
  readonly plans: Plans
  readonly site: Site
  /** For work outside of requests */
  readonly database: Pick<Database, 'query'>
  readonly log: () => LiveLog
  readonly feed: EventFeed
  readonly audienceOf: (pass: Pass | null) => Audience
  /** Reads what a change shows */
  readonly readerFor: (audience: Audience) => Reader
}

interface LiveLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Who subscribes. */
export interface LiveCaller {
  /** Null for a reader */
  readonly pass: Pass | null
  /** Called when the client does not read its changes */
  onSlow(): void
  /** How many changes may wait for it */
  readonly mostWaiting: number
}

/** The subscriptions of this process, of all transports. */
export interface Live {
  readonly rights: Rights
  /** How many subscriptions there are */
  readonly count: number
  /** @throws GraphQLError */
  subscribe(asked: AskedRead, caller: LiveCaller): Promise<ChangeStream>
  close(): Promise<void>
}

/** How long a cursor is valid, in hours. */
const CURSOR_HOURS = 24

/** At most so many events are read for a client that comes back. */
const MOST_MISSED = 5000

export function openLive(options: LiveOptions): Live {
  const { schema, plans, site, database, feed, audienceOf, readerFor } = options
  const rights = rightsWatch(database)
  const found = lookups({ schema, plans, readerFor, readers: READERS })
  const shared = { plans, readerFor }
  const articles = new Channel<PlacedEvent>({
    ...shared,
    feed: {
      position: () => feed.position,
      load: (after, until) =>
        loadMissed(database, 'outbox_event', { after, until, most: MOST_MISSED, hours: CURSOR_HOURS }, (range) =>
          loadEvents(database, range, site),
        ),
    },
    checkRights: async (audience) => (audience.id === null ? undefined : rights.look()),
  })
  feed.listen((events) => articles.receive(events))
  const desk: Channel<DeskEvent> = new Channel<DeskEvent>({
    ...shared,
    feed: { position: () => work.position, load: (after, until) => work.missed(after, until) },
    checkRights: () => rights.look(),
  })
  const work = deskFeed({
    ...{ database, log: options.log },
    onEvents: (events) => desk.receive(events),
    isUsed: () => desk.count > 0,
  })

  function articleChanges(asked: AskedChanges, audience: Audience, caller: LiveCaller): Promise<ChangeStream> {
    const where = askedArticles(asked)
    if (asked.args.previewToken !== undefined && asked.args.previewToken !== null)
      throw badUserInput('A preview token opens a draft. Send `stage: DRAFT` with it.', {
        argument: 'previewToken',
        allowed: 'with `stage: DRAFT`',
      })
    return articles.subscribe({
      ...{ asked, audience, onSlow: caller.onSlow, mostWaiting: caller.mostWaiting },
      after: positionAfter('articles', asked.args.after),
      sourceOf: () =>
        articleSource(where, {
          articleAt: (slug, locale) => found.article(READERS, { slug, locale, stage: 'PUBLISHED', previewToken: null }),
          topicAt: found.topic,
          authorAt: found.author,
        }),
    })
  }

  async function deskChanges(asked: AskedChanges, audience: Audience, caller: LiveCaller): Promise<ChangeStream> {
    demand(audience, 'READ_DRAFTS' satisfies Permission)
    const after = positionAfter('desk', asked.args.after)
    await work.open()
    return desk.subscribe({
      ...{ asked, audience, after, onSlow: caller.onSlow, mostWaiting: caller.mostWaiting },
      sourceOf: async () => deskSource(asked.args.mine === true ? audience.id : null),
    })
  }

  async function draftChanges(asked: AskedChanges, audience: Audience, caller: LiveCaller): Promise<ChangeStream> {
    const previewToken = textOrNull(asked.args.previewToken)
    if (previewToken === null) demand(audience, 'READ_DRAFTS' satisfies Permission)
    const where = askedDraft(asked)
    const after = positionAfter('desk', asked.args.after)
    const find = () =>
      found.article(audience, {
        ...where,
        id: where.id === null ? null : textOrNull(propertyOf(asked.args.where, 'id')),
        stage: 'DRAFT',
        previewToken,
      })
    await work.open()
    const articleId = await find()
    if (previewToken !== null && articleId === null) throw forbidden(NO_PREVIEW)
    let unwatch: Unwatch = () => {}
    const stream = await desk.subscribe({
      ...{ asked, audience, after, onSlow: caller.onSlow, mostWaiting: caller.mostWaiting },
      onEnd: () => unwatch(),
      sourceOf: async () => draftSource(where, articleId, previewToken),
    })
    if (previewToken !== null && articleId !== null)
      unwatch = rights.watchPreview({ hash: previewTokenHash(previewToken), articleId }, () =>
        stream.fail(forbidden(NO_PREVIEW)),
      )
    return stream
  }

  return {
    rights,
    get count() {
      return articles.count + desk.count
    },
    async subscribe(asked, caller) {
      const changes = askedChanges(asked)
      const audience = audienceOf(caller.pass)
      if (changes.field === 'deskChanges') return deskChanges(changes, audience, caller)
      return changes.args.stage === 'DRAFT'
        ? draftChanges(changes, audience, caller)
        : articleChanges(changes, audience, caller)
    },
    async close() {
      articles.close()
      desk.close()
      await work.close()
      await rights.close()
    },
  }
}

const NO_PREVIEW = 'This preview link does not open this article, or does not work any more.'

/** @throws BAD_USER_INPUT */
function askedDraft(asked: AskedChanges): AskedArticles {
  const where = askedArticles(asked)
  if ((where.id === null) === (where.slug === null) || where.topic !== null || where.author !== null)
    throw badUserInput('With stage DRAFT, exactly one of `id` and `slug` says which article to follow.', {
      argument: 'where',
      allowed: '`id` or `slug`',
    })
  return where
}

const WHERE = {
  id: asSent,
  slug: asSent,
  locale: asSent,
  topic: asSent,
  author: asSent,
} satisfies InputsOf<ArticleChangeWhereInput>

/** @throws BAD_USER_INPUT */
function askedArticles({ args: { where } }: AskedChanges): AskedArticles {
  const { id, slug, locale, topic, author } = readInput(isWhere(where) ? where : {}, WHERE, new Faults())
  const uuid = uuidOf('Article', id)
  if (id !== null && id !== undefined && uuid === null)
    throw badUserInput('This is not the id of an article.', { argument: 'where.id', allowed: 'the `id` of an article' })
  return { id: uuid, slug: slug ?? null, locale: locale ?? null, topic: topic ?? null, author: author ?? null }
}

/** Coerced by the schema. */
function isWhere(value: unknown): value is ArticleChangeWhereInput {
  return typeof value === 'object' && value !== null
}
