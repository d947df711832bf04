import { createTransport } from 'nodemailer'
import type { Env } from '../../src/config/env.ts'
import { PreparedMode } from '../../src/database/prepared/prepared-mode.ts'
import { Replica } from '../../src/database/replicas/replica.ts'
import { optionalPackage } from '../../src/lib/optional-package.ts'
import { type Finding, fault, ok, reasonOf } from './finding.ts'

const WAIT_MS = 10_000

/** Connects and signs in; sends nothing. */
export async function mailServer(smtpUrl: string): Promise<readonly Finding[]> {
  const { host } = new URL(smtpUrl)
  const transport = createTransport({ url: smtpUrl, connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS })
  try {
    await transport.verify()
    return [ok(`${host} takes our mails`)]
  } catch (error) {
    return [fault(`${host} (SMTP_URL) takes no mails: ${reasonOf(error)}`)]
  } finally {
    transport.close()
  }
}

export function replicas({ replicaUrls, poolSize, prepared }: Env): Promise<readonly Finding[]> {
  return Promise.all(
    replicaUrls.map(async (url) => {
      const replica = new Replica({ url, poolSize, limits: null, prepared: new PreparedMode(prepared, () => {}) })
      await replica.ask(null)
      const found = replica.fault
      await replica.close()
      if (found === null) return ok(`${replica.name} is a standby that answers`)
      return fault(`${replica.name} (DATABASE_REPLICA_URLS) cannot be used: ${found}`)
    }),
  )
}

export async function redis(redisUrl: string): Promise<readonly Finding[]> {
  const { host } = new URL(redisUrl)
  const ioredis = await optionalPackage('ioredis', () => import('ioredis'))
  if (!ioredis)
    return [fault('REDIS_URL needs the package ioredis, which this install omits: npm install --include=optional')]
  const client = new ioredis.Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null, connectTimeout: WAIT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.ping()
    return [ok(`${host} answers`)]
  } catch (error) {
    return [fault(`${host} (REDIS_URL) does not answer, so each process limits rates by itself: ${reasonOf(error)}`)]
  } finally {
    client.disconnect()
  }
}
