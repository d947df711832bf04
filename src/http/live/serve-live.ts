import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { type GraphQLError, type GraphQLFormattedError, OperationTypeNode } from 'graphql'
import type { Env } from '../../config/env.ts'
import { codeOf } from '../../errors/errors.ts'
import type { Pass } from '../../identity/authenticate.ts'
import { jsonLimits } from '../../limits/json-size.ts'
import type { Live } from '../../live/live.ts'
import { type Call, newCall } from '../call.ts'
import { clientIp } from '../early/client-ip.ts'
import type { LiveAnswers, LiveParts } from '../graphql.ts'
import { errorFormatter } from '../presentation.ts'
import { rateLimited } from '../rate/rate-hooks.ts'
import type { LiveConnection, NewConnection } from './live-connection.ts'
import { operationChecks, RefusedOperation, type SentOperation } from './live-operation.ts'
import { livePlaces } from './live-places.ts'
import { liveStreams } from './live-streams.ts'
import { isAllowedOrigin } from './origin.ts'
import type { StartedOperation } from './transport-options.ts'
import { type UpgradeRefusal, webSockets } from './web-sockets.ts'

export interface LiveServing {
  readonly live: Live
  /** The user with this Authorization header; null for a reader. @throws GraphQLError */
  readonly identify: (authorization: string | undefined) => Promise<Pass | null>
}

export interface LiveServerOptions extends LiveServing, LiveParts {
  readonly env: Pick<Env, 'introspection' | 'limits' | 'live' | 'trustProxy' | 'corsOrigins' | 'maxConnections'>
  readonly isBusy: () => boolean
}

const PING_MS = 15_000

const MINUTE = 60_000

/** Serves subscriptions: over WebSockets, and by long HTTP responses. */
export function serveLive(fastify: FastifyInstance, options: LiveServerOptions): LiveAnswers {
  const { env, live, identify, rates, current, isBusy } = options
  const { server, log } = fastify
  const checks = operationChecks(options)
  const isExempt = rates?.lasting.isExempt ?? (() => false)
  const places = livePlaces(env.live, isExempt)
  const format = errorFormatter(current)
  const open = new Map<LiveConnection, () => void>()
  let isStopping = false

  function newConnection({ transport, ip, requestId, end }: NewConnection): LiveConnection {
    const own = log.child({ requestId })
    return { transport, ip, call: liveCall(requestId, own), log: own, openedAt: performance.now(), pass: null, end }
  }

  /** Connections of subscriptions do not count towards MAX_CONNECTIONS. */
  function countConnections(): void {
    server.maxConnections = env.maxConnections + open.size
  }

  function opened(connection: LiveConnection): void {
    open.set(connection, () => {})
    countConnections()
    if (isStopping) connection.end('STOPPING')
  }

  function closed(connection: LiveConnection, code: number): void {
    open.get(connection)?.()
    open.delete(connection)
    countConnections()
    const { transport, ip, pass, openedAt, call } = connection
    log.info(
      {
        requestId: call.requestId,
        ...{ transport, address: ip, code, ms: Math.round(performance.now() - openedAt) },
        ...(pass && {
          account: pass.viewer.id,
          ...(pass.viewer.tokenId !== undefined && { token: pass.viewer.tokenId }),
        }),
        ...(call.notes.errorCodes.size > 0 && { errorCodes: [...call.notes.errorCodes] }),
      },
      'live connection',
    )
  }

  /** @throws GraphQLError */
  async function signIn(connection: LiveConnection, authorization: string | undefined): Promise<void> {
    const { ip } = connection
    const seconds = authorization === undefined ? 0 : (rates?.lasting.waitOfSignIn(ip, authorization) ?? 0)
    if (seconds > 0) throw rateLimited(seconds)
    try {
      const pass = await identify(authorization)
      connection.pass = pass
      if (pass && open.has(connection))
        open.set(
          connection,
          live.rights.watchPass(pass, (why) => connection.end(why)),
        )
    } catch (error) {
      if (codeOf(error) === 'UNAUTHENTICATED') await rates?.lasting.noteFailed(ip, true)
      throw error
    }
  }

  /** @throws GraphQLError, RefusedOperation */
  async function subscribe(connection: LiveConnection, sent: SentOperation): Promise<StartedOperation> {
    const { ip, pass } = connection
    const waitSeconds = pass ? 0 : (rates?.waitOf(ip) ?? 0)
    if (waitSeconds > 0) throw rateLimited(waitSeconds)
    try {
      const sender = {
        isStaff: async () => pass !== null,
        warn: (details: object, message: string) => connection.log.warn(details, message),
      }
      const operation = await checks.check(sent, sender, pass !== null)
      connection.call.operation = operation.name
      await rates?.lasting.charge(ip, pass?.viewer.id ?? null, operation.cost, operation.isNewDocument)
      const stream = await live.subscribe(operation, {
        pass,
        onSlow: () => connection.end('SLOW'),
        mostWaiting: env.live.waiting,
      })
      return { operation, stream }
    } catch (error) {
      if (error instanceof RefusedOperation || codeOf(error) !== 'RATE_LIMITED')
        await rates?.lasting.noteFailed(ip, false)
      throw error
    }
  }

  function present({ call }: LiveConnection, errors: readonly GraphQLError[]): GraphQLFormattedError[] {
    return current.run(call, () => errors.map((error) => withoutHttp(format(error.toJSON(), error))))
  }

  function refuse(request: IncomingMessage, ip: string): UpgradeRefusal | null {
    if (isStopping || isBusy()) return { status: 503, retryAfterSeconds: 2 }
    if (!isAllowedOrigin(request.headers.origin, env.corsOrigins)) return { status: 403 }
    const seconds = request.headers.authorization === undefined ? (rates?.waitOf(ip) ?? 0) : 0
    return seconds > 0 ? { status: 429, retryAfterSeconds: seconds } : null
  }

  const sockets = webSockets({
    ...{ places, newConnection, signIn, subscribe, present, opened, closed, refuse },
    ipOf: clientIp(env.trustProxy),
    messageBytes: env.limits.bodyBytesReaders,
    json: jsonLimits(env.limits),
    operations: env.live.operations,
  })
  server.on('upgrade', sockets.upgrade)

  const pings = setInterval(() => {
    sockets.ping()
    const oldest = performance.now() - env.live.minutes * MINUTE
    for (const connection of [...open.keys()]) if (connection.openedAt < oldest) connection.end('TOO_OLD')
  }, PING_MS)
  pings.unref()

  /** Ends all connections, so that clients connect to another process. */
  function stop(): void {
    isStopping = true
    for (const connection of [...open.keys()]) connection.end('STOPPING')
  }

  fastify.decorate('live', { stop, counts: () => ({ connections: open.size, subscriptions: live.count }) })
  fastify.addHook('onReady', async () => live.rights.start(log))
  fastify.addHook('preClose', async () => {
    clearInterval(pings)
    stop()
    await allGone()
    sockets.terminate()
    await live.close()
  })

  return liveStreams({
    ...{ places, checks, newConnection, signIn, subscribe, present, opened, closed, pingMs: PING_MS },
    isStopping: () => isStopping,
  })

  /** Resolves when all clients have gone, or after a while. */
  async function allGone(): Promise<void> {
    const until = performance.now() + 3000
    while (open.size > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The connections of subscriptions; absent if they are not served */
    live?: {
      /** Ends all of them */
      stop(): void
      counts(): { readonly connections: number; readonly subscriptions: number }
    }
  }
}

function liveCall(requestId: string, log: Call['log']): Call {
  const call = newCall({ requestId, log, notes: { errorCodes: new Set() }, turn: null })
  call.kind = OperationTypeNode.SUBSCRIPTION
  return call
}

/** Without the part that is only for the HTTP response of Apollo Server. */
function withoutHttp({ extensions, ...error }: GraphQLFormattedError): GraphQLFormattedError {
  const { http: _http, ...others } = extensions ?? {}
  return { ...error, extensions: others }
}
