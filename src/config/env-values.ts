import { isIP } from 'node:net'
import { z } from 'zod'

// The kinds of value that a variable can have. The message of each completes "Allowed: …".

export const text = z.string().trim().min(1)

export function wholeNumber(least: number, most: number) {
  const allowed = { error: `a whole number from ${least} to ${most}` }
  return z
    .string()
    .regex(/^\d{1,15}$/, allowed)
    .transform(Number)
    .pipe(z.int(allowed).min(least, allowed).max(most, allowed))
}

export function oneOf<const Choices extends readonly [string, ...string[]]>(choices: Choices) {
  return z.enum(choices, { error: `one of ${choices.join(', ')}` })
}

export const flag = z.enum(['true', 'false'], { error: 'true or false' }).transform((value) => value === 'true')

export const webAddress = z
  .url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' })
  .transform((url) => url.replace(/\/+$/, ''))

export const databaseAddress = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'an address like postgresql://user:password@host:5432/database, or nothing for the embedded database',
})

export const databaseAddresses = z.string().transform((list, context) => {
  const named = commaSeparated(list)
  if (named.every((address) => databaseAddress.safeParse(address).success)) return named
  context.addIssue('addresses like postgresql://user:password@host:5432/database, separated by commas')
  return z.NEVER
})

export const locale = z.string().transform((tag, context) => {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag
  } catch {
    context.addIssue('a BCP 47 language tag such as en, he or pt-BR')
    return z.NEVER
  }
})

export const origins = z.string().transform((list, context) => {
  if (list === '*') return true
  const named = commaSeparated(list)
  if (named.every((origin) => URL.parse(origin)?.origin === origin)) return named
  context.addIssue('* or origins separated by commas, such as https://daily.example,http://localhost:3000')
  return z.NEVER
})

export const proxies = z.string().transform((value, context) => {
  if (value === 'true' || value === 'false') return value === 'true'
  const named = commaSeparated(value)
  if (named.every((address) => NETWORKS.has(address) || isIP(address.split('/', 1)[0] ?? '') !== 0)) return named
  context.addIssue('true, false, or addresses separated by commas, such as 10.0.0.0/8,loopback')
  return z.NEVER
})

export const names = z.string().transform((list, context) => {
  const named = commaSeparated(list)
  if (named.every((name) => /^[^\s&=?#]{1,50}$/.test(name))) return named
  context.addIssue('names separated by commas, such as p,page_id')
  return z.NEVER
})

export const hosts = z.string().transform((list, context) => {
  const named = commaSeparated(list)
  if (named.every((host) => URL.parse(`https://${host}/`)?.host === host)) return named
  context.addIssue('hosts separated by commas, such as shop.daily.example,archive.example:8443')
  return z.NEVER
})

/** The names that Fastify has for whole networks. */
const NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal'])

export function commaSeparated(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
