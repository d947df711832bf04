import type { Env } from '../../src/config/env.ts'
import { type Finding, ok, warning } from './finding.ts'

/** What can be started with, and is seldom what somebody wants. */
export function configuration(env: Env): readonly Finding[] {
  const found = env.production ? production(env) : []
  if (env.mail.smtpUrl !== null && env.mail.dkim === null)
    found.push(warning('DKIM_KEY is not set: unless your mail server signs mails itself, many of them count as spam.'))
  if (!env.clock && env.processes === 1)
    found.push(warning('CLOCK is false: nothing is published on schedule unless npm run worker runs somewhere.'))
  if (found.length > 0) return found
  return [ok(env.production ? 'for production' : 'for development: NODE_ENV is not production')]
}

function production(env: Env): Finding[] {
  const found: Finding[] = []
  for (const [name, address] of Object.entries({ PUBLIC_URL: env.publicUrl, SITE_URL: env.site.url }))
    if (!address.startsWith('https://'))
      found.push(warning(`${name} is ${address}: readers get links without encryption. Use an address with https.`))
  if (env.trustProxy === false && !isOnlyHere(env.host))
    found.push(
      warning('TRUST_PROXY is not set: behind a proxy all readers count as one address, and are limited as one.'),
    )
  if (env.trustProxy === true)
    found.push(warning('TRUST_PROXY is true: anybody can send another address than theirs. Name the proxies.'))
  if (env.rates === null) found.push(warning('RATE_LIMITS is false: nobody is limited.'))
  if (env.mail.smtpUrl === null)
    found.push(warning(`SMTP_URL is not set: mails are written to ${env.mail.outboxDir}, and nobody gets them.`))
  if (env.metricsToken === null) found.push(warning('METRICS_TOKEN is not set: /metrics is closed.'))
  return found
}

const isOnlyHere = (host: string): boolean => ['127.0.0.1', '::1', 'localhost'].includes(host)
