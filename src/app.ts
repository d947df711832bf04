import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import { cdnOf } from './cdn/open-cdn.ts'
import { purgeWatch } from './cdn/purge-watch.ts'
import { recentPurges } from './cdn/recent-purges.ts'
import type { CdnSettings } from './config/cdn-settings.ts'
import { type Env, ownVariables } from './config/env.ts'
import type { RequestContext } from './context.ts'
import { isReadOnly, trigramsAfter, trigramsOf } from './database/capabilities.ts'
import { type Database, within } from './database/database.ts'
import { measured } from './database/measuring/measured.ts'
import { hasMigrations } from './database/migrate.ts'
import { migrationNames } from './database/migrations.ts'
import type { Replicas } from './database/replicas/replicas.ts'
import { readerPages } from './follow/reader-pages.ts'
import { loadReaderSecret } from './follow/reader-secret.load.ts'
import { cdnHeaders } from './http/caching/cdn-headers.ts'
import { ResponseCache } from './http/caching/response-cache.ts'
import { noteCodes } from './http/log/notes.ts'
import type { LogDestination } from './http/logger.ts'
import type { MailEvents } from './http/mail-events/mail-events.ts'
import { audienceOf } from './identity/audience-of.ts'
import { authenticator } from './identity/authenticate.ts'
import { loadLiveImages } from './image/ahead/live-images.load.ts'
import { rendersAhead } from './image/ahead/renders-ahead.ts'
import { onHidingEvents } from './image/hiding-events.ts'
import { loadShown } from './image/shown-files.load.ts'
import { loadKnownDocument } from './known-document/known-document.load.ts'
import { knownDocuments } from './known-document/known-documents.ts'
import { inFlight } from './lib/in-flight.ts'
import { clientKey, isAmong } from './limits/rate/client-address.ts'
import { openLive } from './live/live.ts'
import { takeReport } from './mail/report.write.ts'
import { imageAddresses } from './media/serving/image-addresses.ts'
import { mediaSecret } from './media/serving/secret.load.ts'
import { shownFiles } from './media/serving/shown-files.ts'
import { signerOf } from './media/serving/signature.ts'
import { usualForms } from './media/serving/usual-forms.ts'
import { cacheTrimmer } from './media/store/cache-trim.ts'
import { incomingFiles } from './media/store/incoming.ts'
import { openMediaStore } from './media/store/media-store.ts'
import { storageCheck } from './media/store/storage-check.ts'
import { createImageWorkers, type ImagePlaces } from './media/workers/image-workers.ts'
import { renderQueue } from './media/workers/render-queue.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import { onAnswered } from './metrics/on-answered.ts'
import type { EventFeed } from './outbox/event-feed.ts'
import { eventsPlugin } from './outbox/events-plugin.ts'
import type { Network } from './outgoing/public-network.ts'
import { publishedReading } from './published-reading.ts'
import { TAGGED_READERS } from './reading/audience.ts'
import { readingPlugin, readWhole } from './reading/executor.ts'
import { Plans } from './reading/plans.ts'
import { Reader } from './reading/reader.ts'
import { tagOf, tagOfAll } from './reading/tags/tag.ts'
import { listenersDatabase, requestDatabase } from './request-database.ts'
import { executableSchema, schemaText } from './schema.ts'
import { createServer } from './server.ts'
import { shapesOf } from './shapes.ts'
import { addShareCounts } from './share/share-count.write.ts'
import { shareCounter } from './share/share-counter.ts'
import { loadTarget, type ShortLinkTarget } from './share/short-link.load.ts'
import type { Site } from './site/site.ts'
import { publishedPages } from './syndication/pages.ts'
import { authorize } from './viewer/viewer.ts'
import { bodySchema } from './webhook/schema/body-schema.ts'

export interface AppOptions {
  env: Env
  /** Migrated; stays the caller's, to be closed after the app */
  database: Database
  /** Where log lines go; standard output when absent */
  logTo?: LogDestination
  /** Where importImage may fetch; the public internet when absent */
  network?: Network
  /** How much later at most than the database a file under /media knows what may be shown, where there is no feed or it stands still */
  rightsMemoryMs?: number
  /** The caller's, to be closed after the app */
  events?: EventFeed
  /** The caller's, to be closed after the app; they need the feed */
  replicas?: Replicas
  /** What all servers count that share an address; absent: this one has it to itself */
  metricsOfAll?: (own: Registry) => () => Promise<string>
  /** The number of this process, if it is one of several */
  process?: number
  /** Room for the processes that work on images, if it is shared with other servers */
  imagePlaces?: ImagePlaces
}

/** The newsroom's API over a database: all its parts, without the process around it. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { env, logTo, network, rightsMemoryMs, events, replicas, process, imagePlaces } = options
  const metrics = env.metricsToken === null ? null : createMetrics()
  const database = metrics ? measured(options.database, metrics.worked) : options.database
  metrics?.watch(within(options.database, 'control'))
  const signer = signerOf(await mediaSecret(database))
  const secret = await loadReaderSecret(database)
  const isExempt = isAmong(env.rates?.exempt ?? [])
  // Of this version, whatever a newer one puts into the folder while this process runs.
  const migrations = await migrationNames()
  const store = await openMediaStore(env)
  const incoming = incomingFiles(env.mediaDir)
  const imageWorkers = createImageWorkers({ variables: ownVariables(), ...(imagePlaces && { places: imagePlaces }) })
  const trimmer = cacheTrimmer({
    store,
    mostBytes: env.cacheBytes,
    onTrimmed: (trimmed) => app.log.info(trimmed, 'removed images from the cache that were not used for longest'),
    onFault: (err) => app.log.error({ err }, 'could not trim the cache of images'),
  })
  const intake = { store, incoming, imageWorkers, maxBytes: env.uploadBytes, network }
  const forms = usualForms()
  const addresses = imageAddresses(env.site, signer, forms)
  const trigrams = await trigramsOf(database)
  const changedTrigrams = trigramsAfter(within(database, 'control'), trigrams)
  const plans = new Plans(shapesOf(env.site, trigrams, addresses), async (error) => {
    const changed = await changedTrigrams(error)
    if (changed) app.log.warn(changed, 'the database no longer has pg_trgm: misspelt names are not found')
    return changed && shapesOf(env.site, changed, addresses)
  })
  const shown = shownFiles({ ask: (file) => loadShown(within(database, 'readers'), file), memoryMs: rightsMemoryMs })
  events?.listen(onHidingEvents(shown.forget))
  const renders = renderQueue({
    ...{ store, incoming, imageWorkers, onMade: trimmer.made, wordsOf: shown.wordsOf },
    onFault: (err, file) => app.log.error({ err, file }, 'this original cannot be rendered'),
  })
  const ahead = rendersAhead({
    ...{ renders, forms, load: (id) => loadLiveImages(within(database, 'clock'), id) },
    onFault: (err) =>
      app.log.warn({ err }, 'images of a new article were not rendered ahead; the first reader will wait for them'),
  })
  events?.listen(ahead.hear)
  const cache = events ? responseCache(env, events) : null
  const cdn = env.cdn && purgedCdn(env.cdn, database, events)
  const identity = authenticator({ database, production: env.production, provider: env.identityProvider })
  /** Whether anybody asks for the tags of an answer: a cache, or the headers of a GET, which say until when it is valid. */
  const hasUse = ({ method }: Pick<FastifyRequest, 'method'>) => cache !== null || cdn !== null || method !== 'POST'
  const counter = shareCounter((counts) => addShareCounts(within(database, 'clock'), counts))
  const databaseFor = requestDatabase(database, env, replicas)
  const schema = executableSchema(plans)
  const listeners = listenersDatabase(database, env, replicas)
  const live =
    events &&
    openLive({
      ...{ schema, plans, site: env.site, feed: events, database: within(database, 'clock') },
      log: () => app.log,
      audienceOf: (pass) => audienceOf(pass?.viewer ?? null),
      readerFor(audience) {
        const asked = listeners(audience.id !== null)
        return new Reader(asked.database, plans, audience, asked.published)
      },
    })
  const app: FastifyInstance = await createServer<RequestContext>({
    env,
    schema,
    schemaText,
    webhookSchema: JSON.stringify(bodySchema(`${env.publicUrl}/webhooks/schema.json`), null, 2),
    documents: knownDocuments({ load: (hash) => loadKnownDocument(within(database, 'readers'), hash) }),
    async makeContext(request) {
      const { headers, log, notes } = request
      const { database: asked, published, admit } = databaseFor(request)
      const viewer = await identity.viewerOf(headers.authorization, { database: asked, log })
      const audience = viewer || !events || !hasUse(request) ? audienceOf(viewer) : TAGGED_READERS
      const reader = new Reader(asked, plans, audience, published)
      const onRefusal = (codes: readonly string[]) => noteCodes(notes, codes)
      const network = env.rates && !isExempt(request.ip) ? clientKey(request.ip) : null
      return {
        ...{ viewer, admit, reader, store, intake, site: env.site, webhooks: env.webhooks },
        desk: { database: asked, viewer, onRefusal },
        readers: { database: asked, onRefusal, site: env.site, secret, network },
      }
    },
    isReady: () => hasMigrations(within(database, 'control'), migrations),
    isReadOnly: () => isReadOnly(within(database, 'control')),
    replicaStates: () => replicas?.states() ?? null,
    checkStorage: storageCheck({ store, incoming }),
    media: {
      store,
      renders,
      signer,
      isShown: shown.isShown,
      ...(cdn && { headersOf: (file: string) => cdn.headers.headersOf([imageTag(shown.idOf(file))]) }),
    },
    shortLinks: { site: env.site, find: shortLinks(database, env.site), count: counter.count },
    mailEvents: mailEvents(database, env),
    readerPages: readerPages({ database: within(database, 'readers'), site: env.site, secret, network: null }),
    uploads: {
      incoming,
      fileBytes: env.uploadBytes,
      admit: ({ viewer }) => authorize(viewer, 'UPLOAD_IMAGES'),
    },
    cache,
    cdn: cdn?.headers,
    isCdnLate: cdn ? () => cdn.watch.isLate : undefined,
    published: {
      pages: publishedPages(schema, env),
      begin: publishedReading({ schema, plans, databaseFor, isTagged: events !== undefined }),
    },
    live: live && {
      live,
      identify: (authorization) => identity.passOf(authorization, { database: within(database, 'desk'), log: app.log }),
    },
    read: (operation, { reader }) => readWhole(operation, plans, reader),
    ...(metrics && { metrics: servedMetrics(metrics, env, options.metricsOfAll) }),
    plugins: [readingPlugin(plans), ...(events ? [eventsPlugin(events)] : [])],
    ...(logTo && { logTo }),
    ...(process !== undefined && { process }),
  })
  counter.start(app.log)
  cdn?.watch.start(app.log)
  app.addHook('onClose', async () => {
    await counter.close()
    await cdn?.watch.close()
    await identity.close()
    await ahead.close()
    await imageWorkers.close()
    await trimmer.close()
    store.close()
  })
  return app
}

/** Where codes lead. Those who follow the same one at the same time share one read, and all others have it read again: an article may be withdrawn any moment. */
function shortLinks(database: Database, site: Site) {
  const once = inFlight<ShortLinkTarget | null>()
  const readers = within(database, 'readers')
  return (code: string) => once(code, () => loadTarget(readers, code, site))
}

/** What is counted, for those who have the token. */
function servedMetrics(
  { answered, contentType, registry }: Metrics,
  { metricsToken }: Env,
  ofAll: AppOptions['metricsOfAll'],
) {
  const text = ofAll?.(registry) ?? (() => registry.metrics())
  return { token: metricsToken ?? '', contentType, text, onAnswered: onAnswered(answered) }
}

/** Undefined without a secret. */
function mailEvents(database: Database, { mail: { eventsSecret: secret } }: Env): MailEvents | undefined {
  const desk = within(database, 'desk')
  return secret === null ? undefined : { secret, take: (report) => takeReport(desk, report) }
}

/** Null if it is switched off. */
function responseCache({ responseCacheBytes: maxBytes }: Env, events: EventFeed): ResponseCache | null {
  if (maxBytes === 0) return null
  const cache = new ResponseCache({ maxBytes, hearing: events.hearing })
  events.listen((changes) => cache.purge(changes.flatMap(({ tags }) => tags)))
  return cache
}

/** What responses say to a CDN, and whether it is purged. Without the feed it is not known what was purged just now. */
function purgedCdn(settings: CdnSettings, database: Database, events: EventFeed | undefined) {
  const watch = purgeWatch(within(database, 'clock'))
  const recent = recentPurges()
  events?.listen(recent.note)
  return { watch, headers: cdnHeaders(cdnOf(settings), { recent, watch }) }
}

/** Of an image file: where it is not known of which image, any change of an image purges it. */
function imageTag(id: string | null): string {
  return id === null ? tagOfAll('i') : tagOf('i', id)
}
