import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SLUG_SCRIPTS } from '../lib/text/slug.ts'
import type { Limits } from '../limits/limits.ts'
import type { RateLimits } from '../limits/rate/rates.ts'
import type { Site } from '../site/site.ts'
import type { Bucket } from './bucket.ts'
import type { CdnSettings } from './cdn-settings.ts'
import { cdnFrom, cdnVariables, missingOfCdn } from './env-cdn.ts'
import { type DatabaseEnv, databaseFrom, databaseVariables } from './env-database.ts'
import { type CacheTimes, cacheTimesFrom, type DocumentPolicy, deliveryVariables } from './env-delivery.ts'
import { type LiveLimits, liveLimitsFrom, liveVariables } from './env-live.ts'
import { type LoadLimits, loadLimitsFrom, loadVariables, rateLimitsFrom } from './env-load.ts'
import { type MailSettings, mailFrom, mailVariables, missingOfMail } from './env-mail.ts'
import { bucketFrom, mediaVariables } from './env-media.ts'
import { faultOfProcesses, processCount, processesFrom } from './env-processes.ts'
import { missingOfProvider, providerFrom, providerVariables } from './env-provider.ts'
import { type Syndication, syndicationFrom, syndicationVariables } from './env-syndication.ts'
import { type TracingSettings, tracingFrom, tracingVariables } from './env-tracing.ts'
import {
  databaseAddress,
  flag,
  hosts,
  locale,
  names,
  oneOf,
  origins,
  proxies,
  text,
  webAddress,
  wholeNumber,
} from './env-values.ts'
import { type WebhookSettings, webhooksFrom, webhookVariables } from './env-webhooks.ts'
import type { IdentityProvider } from './identity-provider.ts'

/** Everything that can be set from outside, checked and ready to use. */
export interface Env extends DatabaseEnv {
  production: boolean
  host: string
  port: number
  /** Where this API is reached from outside, without a slash at its end */
  publicUrl: string
  dataDir: string
  /** Where images are, unless there is a bucket; and files that are being brought in */
  mediaDir: string
  /** Null: images are kept in `mediaDir` */
  bucket: Bucket | null
  /** What one image file may have */
  uploadBytes: number
  /** What renditions and public copies may take in the store, together */
  cacheBytes: number
  site: Site
  syndication: Syndication
  webhooks: WebhookSettings
  mail: MailSettings
  log: { level: (typeof logLevels)[number]; format: 'pretty' | 'json' }
  explorer: boolean
  introspection: boolean
  seedOnStart: boolean
  /** Whether this server lets articles go live by the clock; else `npm run worker` has to */
  clock: boolean
  /** After how many days only the last revision of a sitting stays; null: all stay */
  thinAfterDays: number | null
  /** For how many days events and the audit trail are stored; null: permanently */
  retention: { eventDays: number; activityDays: number | null }
  /** Null: only access tokens */
  identityProvider: IdentityProvider | null
  limits: Limits
  /** Null: how much a client asks for is not limited */
  rates: RateLimits | null
  /** Null: each process counts by itself */
  redisUrl: string | null
  load: LoadLimits
  /** Who sends it may read what this server counts; null: nobody */
  metricsToken: string | null
  /** Null: no traces are recorded */
  tracing: TracingSettings | null
  live: LiveLimits
  /** How long published content may be cached */
  cacheTimes: CacheTimes
  /** Which documents run for readers */
  documents: DocumentPolicy
  /** Null: none is purged */
  cdn: CdnSettings | null
  /** What all cached answers may take together; 0: none are cached */
  responseCacheBytes: number
  /** Proxies whose X-Forwarded-* headers are believed: these addresses, or all, or none */
  trustProxy: boolean | string[]
  /** Origins whose pages may call this API from a browser; true for all */
  corsOrigins: true | string[]
  /** Connections at a time */
  maxConnections: number
  /** How long a request may take to arrive, headers and body, and how long an answer may stand still because the client does not read */
  requestTimeoutMs: number
  /** How long the database may work for one request of a reader */
  readTimeoutMs: number
  /** The same for a request with a token */
  deskTimeoutMs: number
  /** How many server processes run */
  processes: number
  /** How long a stop waits for requests that still run */
  shutdownTimeoutMs: number
  /** For how long a stop goes on answering while /readyz says that it stops */
  shutdownDelayMs: number
}

/** One or more variables are missing or wrong; the message lists all of them with the allowed values. */
export class EnvError extends Error {
  override name = 'EnvError'
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const MINUTE = 60_000

const variables = {
  NODE_ENV: oneOf(['development', 'test', 'production']).default('development'),
  HOST: text.default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(4000),
  PUBLIC_URL: webAddress.optional(),
  ...databaseVariables,
  DATA_DIR: text.default('.data'),
  MEDIA_DIR: text.optional(),
  SITE_URL: webAddress.default('http://localhost:3000'),
  SITE_NAME: text.default('Copydesk'),
  DEFAULT_LOCALE: locale.default('en'),
  SLUG_SCRIPT: oneOf(SLUG_SCRIPTS).default('ascii'),
  QUERY_KEYS_IN_PATHS: names.default([]),
  REDIRECT_HOSTS: hosts.default([]),
  SHORT_URL: webAddress.optional(),
  FOLLOW_URL: webAddress.optional(),
  LOG_LEVEL: oneOf(logLevels).default('info'),
  LOG_FORMAT: oneOf(['pretty', 'json']).optional(),
  EXPLORER: flag.optional(),
  INTROSPECTION: flag.default(true),
  PROCESSES: processCount.default(1),
  SEED_ON_START: flag.optional(),
  CLOCK: flag.default(true),
  REVISIONS_THIN_AFTER_DAYS: wholeNumber(1, 36_500).optional(),
  EVENTS_RETENTION_DAYS: wholeNumber(1, 36_500).default(30),
  ACTIVITY_RETENTION_DAYS: wholeNumber(30, 36_500).optional(),
  ...syndicationVariables,
  ...webhookVariables,
  ...mailVariables,
  ...mediaVariables,
  ...providerVariables,
  ...loadVariables,
  ...tracingVariables,
  ...liveVariables,
  ...deliveryVariables,
  ...cdnVariables,
  MAX_BODY_BYTES: wholeNumber(1024, 100 * 1024 * 1024).default(2 * 1024 * 1024),
  MAX_BODY_BYTES_READERS: wholeNumber(1024, 100 * 1024 * 1024).default(64 * 1024),
  MAX_ANSWER_BYTES: wholeNumber(1024, 1024 ** 3).default(16 * 1024 * 1024),
  MAX_VALUES: wholeNumber(1, 1_000_000).default(10_000),
  MAX_VALUES_READERS: wholeNumber(1, 1_000_000).default(1000),
  MAX_TOKENS: wholeNumber(1, 1_000_000).default(2000),
  MAX_DEPTH: wholeNumber(1, 1000).default(16),
  MAX_ALIASES: wholeNumber(0, 10_000).default(100),
  MAX_ROOT_FIELDS: wholeNumber(1, 1000).default(20),
  MAX_ROOT_FIELDS_READERS: wholeNumber(1, 1000).default(16),
  MAX_DIRECTIVES: wholeNumber(0, 10_000).default(50),
  MAX_FIELDS: wholeNumber(1, 1_000_000).default(2000),
  MAX_NODES: wholeNumber(1, 100_000_000).default(10_000),
  MAX_COST: wholeNumber(1, 1_000_000_000).default(50_000),
  MAX_COST_READERS: wholeNumber(1, 1_000_000_000).default(10_000),
  TRUST_PROXY: proxies.default(false),
  CORS_ORIGINS: origins.default(true),
  MAX_CONNECTIONS: wholeNumber(1, 1_000_000).default(2000),
  REQUEST_TIMEOUT_MS: wholeNumber(1, 60 * MINUTE).default(30_000),
  READ_TIMEOUT_MS: wholeNumber(100, 10 * MINUTE).default(2000),
  DESK_TIMEOUT_MS: wholeNumber(100, 10 * MINUTE).default(10_000),
  SHUTDOWN_TIMEOUT_MS: wholeNumber(1, 60 * MINUTE).default(10_000),
  SHUTDOWN_DELAY_MS: wholeNumber(0, 60 * MINUTE).default(0),
}

/** In production a default would be a wrong link on a page, or a database in a folder that the next deployment deletes. */
const productionVariables = {
  ...variables,
  DATABASE_URL: databaseAddress,
  SITE_URL: webAddress,
  SEED_ON_START: z.literal('false', { error: 'false, or nothing: in production nothing is seeded' }).optional(),
}

export const variableNames: readonly string[] = Object.keys(variables)

function schemaFor(mode: string | undefined) {
  return mode === 'production' ? z.object(productionVariables) : z.object(variables)
}

/** @throws EnvError */
export function parseEnv(given: Record<string, string | undefined>): Env {
  // An empty string is how Compose files and CI say "not set".
  const filled = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = schemaFor(filled.NODE_ENV).safeParse(filled)
  const faults = [
    ...(parsed.success ? [] : faultsOf(parsed.error, filled)),
    ...missingOfProvider(filled),
    ...faultOfProcesses(filled),
    ...missingOfCdn(filled),
    ...missingOfMail(filled),
  ]
  if (!parsed.success || faults.length > 0) throw new EnvError(faults.join('\n'))
  return envFrom(parsed.data)
}

/** The process's own variables, after those of a `.env` file in the working directory (which never override what is set). @throws EnvError */
export function readEnv(): Env {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return parseEnv(process.env)
}

/** All that this process was given, for those that it starts. */
export function ownVariables(): Record<string, string | undefined> {
  return { ...process.env }
}

/** Their values hold or may hold a password. */
const SECRET =
  /^(DATABASE|REDIS|SMTP)_.*URLS?$|^(REDIS|SMTP)_URL$|_(TOKEN|SECRET|KEY|HEADERS)$|^OTEL_EXPORTER_OTLP_ENDPOINT$/

/** Values are not repeated where they may hold a password. */
function faultsOf(error: z.ZodError, given: Record<string, string | undefined>): string[] {
  return error.issues.map((issue) => {
    const name = String(issue.path[0])
    const value = given[name]
    if (value === undefined) return `${name} is missing. Allowed: ${allowedBy(name, issue.message)}.`
    const shown = SECRET.test(name) ? 'is not usable' : `is ${JSON.stringify(value)}`
    return `${name} ${shown}. Allowed: ${issue.message}.`
  })
}

/** Zod's own words for an absent variable ("expected string, received undefined") would not help anybody. */
function allowedBy(name: string, message: string): string {
  if (name === 'DATABASE_URL')
    return 'an address like postgresql://user:password@host:5432/database (required in production)'
  if (name === 'SITE_URL')
    return "the address of the readers' site, such as https://daily.example (required in production)"
  return message
}

type Variables = z.output<ReturnType<typeof schemaFor>>

function envFrom(given: Variables): Env {
  const production = given.NODE_ENV === 'production'
  const publicUrl = given.PUBLIC_URL ?? `http://${reachable(given.HOST)}:${given.PORT}`
  return {
    production,
    host: given.HOST,
    port: given.PORT,
    publicUrl,
    ...databaseFrom(given),
    dataDir: given.DATA_DIR,
    mediaDir: given.MEDIA_DIR ?? join(given.DATA_DIR, 'media'),
    bucket: bucketFrom(given),
    uploadBytes: given.MAX_UPLOAD_BYTES,
    cacheBytes: given.MEDIA_CACHE_BYTES,
    site: {
      url: given.SITE_URL,
      name: given.SITE_NAME,
      mediaUrl: `${publicUrl}/media`,
      shortUrl: given.SHORT_URL ?? `${publicUrl}/s`,
      followUrl: given.FOLLOW_URL ?? `${publicUrl}/follow`,
      feedsUrl: given.FEEDS_URL ?? publicUrl,
      defaultLocale: given.DEFAULT_LOCALE,
      slugScript: given.SLUG_SCRIPT,
      queryKeysInPaths: given.QUERY_KEYS_IN_PATHS,
      redirectHosts: given.REDIRECT_HOSTS,
    },
    syndication: syndicationFrom(given),
    webhooks: webhooksFrom(given, production),
    mail: mailFrom(given, given.DATA_DIR),
    log: { level: given.LOG_LEVEL, format: given.LOG_FORMAT ?? (production ? 'json' : 'pretty') },
    explorer: given.EXPLORER ?? !production,
    introspection: given.INTROSPECTION,
    seedOnStart: !production && given.SEED_ON_START !== false,
    clock: given.CLOCK,
    processes: processesFrom(given),
    thinAfterDays: given.REVISIONS_THIN_AFTER_DAYS ?? null,
    retention: { eventDays: given.EVENTS_RETENTION_DAYS, activityDays: given.ACTIVITY_RETENTION_DAYS ?? null },
    identityProvider: providerFrom(given),
    limits: limitsFrom(given),
    rates: rateLimitsFrom(given),
    redisUrl: given.REDIS_URL ?? null,
    load: loadLimitsFrom(given),
    metricsToken: given.METRICS_TOKEN ?? null,
    tracing: tracingFrom(given),
    live: liveLimitsFrom(given),
    cacheTimes: cacheTimesFrom(given),
    documents: given.DOCUMENTS,
    cdn: cdnFrom(given),
    responseCacheBytes: given.RESPONSE_CACHE_BYTES,
    trustProxy: given.TRUST_PROXY,
    corsOrigins: given.CORS_ORIGINS,
    maxConnections: given.MAX_CONNECTIONS,
    requestTimeoutMs: given.REQUEST_TIMEOUT_MS,
    readTimeoutMs: given.READ_TIMEOUT_MS,
    deskTimeoutMs: given.DESK_TIMEOUT_MS,
    shutdownTimeoutMs: given.SHUTDOWN_TIMEOUT_MS,
    shutdownDelayMs: given.SHUTDOWN_DELAY_MS,
  }
}

function limitsFrom(given: Variables): Limits {
  return {
    bodyBytes: given.MAX_BODY_BYTES,
    bodyBytesReaders: Math.min(given.MAX_BODY_BYTES_READERS, given.MAX_BODY_BYTES),
    answerBytes: given.MAX_ANSWER_BYTES,
    values: given.MAX_VALUES,
    valuesReaders: Math.min(given.MAX_VALUES_READERS, given.MAX_VALUES),
    tokens: given.MAX_TOKENS,
    depth: given.MAX_DEPTH,
    aliases: given.MAX_ALIASES,
    rootFields: given.MAX_ROOT_FIELDS,
    rootFieldsReaders: Math.min(given.MAX_ROOT_FIELDS_READERS, given.MAX_ROOT_FIELDS),
    directives: given.MAX_DIRECTIVES,
    fields: given.MAX_FIELDS,
    nodes: given.MAX_NODES,
    cost: given.MAX_COST,
    costReaders: Math.min(given.MAX_COST_READERS, given.MAX_COST),
  }
}

/** A server that listens on every interface is still reached under a name. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
