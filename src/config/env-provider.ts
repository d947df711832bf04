import { z } from 'zod'
import { type Role, roles } from '../viewer/viewer.ts'
import { commaSeparated, text } from './env-values.ts'
import type { IdentityProvider } from './identity-provider.ts'

/** "desk=EDITOR,chief=ADMIN": the provider's names for our roles, in lower case. */
const roleMap = z.string().transform((list, context) => {
  const map = new Map<string, Role>()
  const isEachGood = commaSeparated(list).every((pair) => {
    const [, name = '', given] = /^(.+)=(\w+)$/.exec(pair) ?? []
    const role = roles.find((one) => one === given)
    if (role) map.set(name.trim().toLowerCase(), role)
    return role !== undefined
  })
  if (isEachGood && map.size > 0) return map
  context.addIssue(`pairs separated by commas, such as desk=EDITOR,chief=ADMIN; the roles are ${roles.join(', ')}`)
  return z.NEVER
})

export const providerVariables = {
  // Unchanged, without webAddress's normalisation: for a provider "…/keys" and "…/keys/" may differ.
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' }).optional(),
  AUTH_ISSUER: text.optional(),
  AUTH_AUDIENCE: text.optional(),
  AUTH_ROLE_CLAIM: text.default('roles'),
  AUTH_ROLE_MAP: roleMap.optional(),
}

const TOGETHER = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE']

/** A token whose signature is valid could still be for another service, so all are needed. One line for each missing variable. */
export function missingOfProvider(given: Record<string, string | undefined>): string[] {
  const missing = TOGETHER.filter((name) => given[name] === undefined)
  if (missing.length === TOGETHER.length) return []
  return missing.map((name) => `${name} is missing. Allowed: all of ${TOGETHER.join(', ')}, or none of them.`)
}

const OUR_NAMES: ReadonlyMap<string, Role> = new Map(roles.map((role) => [role.toLowerCase(), role]))

type ProviderVariables = z.output<z.ZodObject<typeof providerVariables>>

/** Null without the three that make a provider. */
export function providerFrom(given: ProviderVariables): IdentityProvider | null {
  const { AUTH_JWKS_URL: jwksUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = given
  if (jwksUrl === undefined || issuer === undefined || audience === undefined) return null
  return { jwksUrl, issuer, audience, roleClaim: given.AUTH_ROLE_CLAIM, roleMap: given.AUTH_ROLE_MAP ?? OUR_NAMES }
}
