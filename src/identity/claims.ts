import type { JWTPayload } from 'jose'
import type { IdentityProvider } from '../config/identity-provider.ts'
import { type Role, roles } from '../viewer/viewer.ts'
import { emailAddress } from './email.ts'

const LONGEST_NAME = 200

/** A person's identity, from the identity provider. */
export interface Person {
  /** "issuer|subject": the provider's own name for them, which outlives names and addresses */
  identity: string
  name: string
  /** In lower case; null if there is none, or the provider says that it is not verified */
  email: string | null
  /** Whether the provider has seen that the address is theirs */
  isEmailVerified: boolean
  role: Role
}

/** Null for somebody who has none of the newsroom's roles. Of several the highest counts. */
export function personOf(claims: JWTPayload, provider: IdentityProvider): Person | null {
  const role = roleOf(claims, provider)
  if (role === null) return null
  const subject = claims.sub ?? ''
  const email = emailOf(claims)
  const name = [claims.name, claims.preferred_username, email, subject].map(textOf).find((text) => text !== null)
  return {
    identity: `${claims.iss}|${subject}`,
    name: [...(name ?? subject)].slice(0, LONGEST_NAME).join(''),
    email,
    isEmailVerified: email !== null && claims.email_verified === true,
    role,
  }
}

function roleOf(claims: JWTPayload, { roleClaim, roleMap }: IdentityProvider): Role | null {
  const given = new Set(stringsIn(claimAt(claims, roleClaim)).map((value) => roleMap.get(value.toLowerCase())))
  return roles.findLast((role) => given.has(role)) ?? null
}

/** By its whole name first: many providers name claims by addresses, which have dots in them. */
function claimAt(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce(within, claims)
}

function within(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}

function stringsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
}

function emailOf({ email, email_verified }: JWTPayload): string | null {
  // Some providers write their booleans as texts.
  const isDenied = email_verified === false || email_verified === 'false'
  return typeof email === 'string' && !isDenied ? emailAddress(email) : null
}

function textOf(value: unknown): string | null {
  const text =
    typeof value === 'string'
      ? value
          .toWellFormed()
          .replace(/\p{Cc}+/gu, ' ')
          .trim()
      : ''
  return text === '' ? null : text
}
