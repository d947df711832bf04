import type { FastifyInstance } from 'fastify'
import { cdnOf } from './cdn/open-cdn.ts'
import { purgeWatch } from './cdn/purge-watch.ts'
import { recentPurges } from './cdn/recent-purges.ts'
import type { CdnSettings } from './config/cdn-settings.ts'
import { type Env, ownVariables } from './config/env.ts'
import type { RequestContext } from './context.ts'
import { type Database, within } from './database/database.ts'
import { trigramsOf } from './database/extensions.ts'
import { isMigrated } from './database/migrate.ts'
import type { Replicas } from './database/replicas/replicas.ts'
import { cdnHeaders } from './http/caching/cdn-headers.ts'
import { ResponseCache } from './http/caching/response-cache.ts'
import { noteCodes } from './http/log/notes.ts'
import type { LogDestination } from './http/logger.ts'
import { audienceOf } from './identity/audience-of.ts'
import { authenticator } from './identity/authenticate.ts'
import { onHidingEvents } from './image/hiding-events.ts'
import { loadShown } from './image/shown-files.load.ts'
import { loadKnownDocument } from './known-document/known-document.load.ts'
import { knownDocuments } from './known-document/known-documents.ts'
import type { Network } from './media/intake/public-network.ts'
import { imageAddresses } from './media/serving/image-addresses.ts'
import { mediaSecret } from './media/serving/secret.load.ts'
import { shownFiles } from './media/serving/shown-files.ts'
import { signerOf } from './media/serving/signature.ts'
import { cacheTrimmer } from './media/store/cache-trim.ts'
import { incomingFiles } from './media/store/incoming.ts'
import { openMediaStore } from './media/store/media-store.ts'
import { storageCheck } from './media/store/storage-check.ts'
import { createImageWorkers, type ImagePlaces } from './media/workers/image-workers.ts'
import type { EventFeed } from './outbox/event-feed.ts'
import { eventsPlugin } from './outbox/events-plugin.ts'
import { TAGGED_READERS } from './reading/audience.ts'
import { readingPlugin } from './reading/executor.ts'
import { Plans } from './reading/plans.ts'
import { Reader } from './reading/reader.ts'
import { tagOf, tagOfAll } from './reading/tags/tag.ts'
import { requestDatabase } from './request-database.ts'
import { executableSchema, schemaText } from './schema.ts'
import { createServer } from './server.ts'
import { shapesOf } from './shapes.ts'
import { authorize } from './viewer/viewer.ts'

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
  /** The number of this process, if it is one of several */
  process?: number
  /** Room for the processes that work on images, if it is shared with other servers */
  imagePlaces?: ImagePlaces
}

/** The newsroom's API over a database: all its parts, without the process around it. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { env, database, logTo, network, rightsMemoryMs, events, replicas, process, imagePlaces } = options
  const signer = signerOf(await mediaSecret(database))
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
  const addresses = imageAddresses(env.site, signer)
  const plans = new Plans(shapesOf(env.site, await trigramsOf(database), addresses))
  const shown = shownFiles({ ask: (file) => loadShown(within(database, 'readers'), file), memoryMs: rightsMemoryMs })
  events?.listen(onHidingEvents(shown.forget))
  const cache = events ? responseCache(env, events) : null
  const cdn = env.cdn && purgedCdn(env.cdn, database, events)
  const identity = authenticator({ database, production: env.production, provider: env.identityProvider })
  const databaseFor = requestDatabase(database, env, replicas)
  const app: FastifyInstance = await createServer<RequestContext>({
    env,
    schema: executableSchema(plans),
    schemaText,
    documents: knownDocuments({ load: (hash) => loadKnownDocument(within(database, 'readers'), hash) }),
    async makeContext(request) {
      const { headers, log, notes } = request
      const { database: asked, published, admit } = databaseFor(request)
      const viewer = await identity.viewerOf(headers.authorization, { database: asked, log })
      const audience = viewer || !events ? audienceOf(viewer) : TAGGED_READERS
      const reader = new Reader(asked, plans, audience, published)
      const onRefusal = (codes: readonly string[]) => noteCodes(notes, codes)
      return { viewer, admit, reader, desk: { database: asked, viewer, onRefusal }, store, intake, site: env.site }
    },
    isReady: () => isMigrated(within(database, 'control')),
    replicaStates: () => replicas?.states() ?? null,
    checkStorage: storageCheck({ store, incoming }),
    media: {
      store,
      incoming,
      imageWorkers,
      signer,
      onMade: trimmer.made,
      isShown: shown.isShown,
      ...(cdn && { headersOf: (file: string) => cdn.headers.headersOf([imageTag(shown.idOf(file))]) }),
    },
    uploads: {
      incoming,
      fileBytes: env.uploadBytes,
      admit: ({ viewer }) => authorize(viewer, 'UPLOAD_IMAGES'),
    },
    cache,
    cdn: cdn?.headers,
    isCdnLate: cdn ? () => cdn.watch.isLate : undefined,
    plugins: [readingPlugin(plans), ...(events ? [eventsPlugin(events)] : [])],
    ...(logTo && { logTo }),
    ...(process !== undefined && { process }),
  })
  cdn?.watch.start(app.log)
  app.addHook('onClose', async () => {
    await cdn?.watch.close()
    await identity.close()
    await imageWorkers.close()
    await trimmer.close()
    store.close()
  })
  return app
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
