import type { Role } from '../viewer/viewer.ts'

/** The newsroom's identity provider, as the environment describes it. */
export interface IdentityProvider {
  /** Where its public keys are (a JSON Web Key Set) */
  jwksUrl: string
  /** Exactly as the tokens' `iss` says it */
  issuer: string
  /** That which the tokens' `aud` must name */
  audience: string
  /** The claim with the person's roles: its exact name, or a path with dots into nested claims */
  roleClaim: string
  /** Which of the claim's values, in lower case, is which role */
  roleMap: ReadonlyMap<string, Role>
}
