import { forbidden } from '../errors/errors.ts'

/** Whom a statement is made for. */
export interface Audience {
  /** The people of one group have the same permissions and share their plans: the text of a statement does not depend on the person. */
  readonly group: string
  /** What the group may do, by the names that shapes ask for. */
  readonly permissions: ReadonlySet<string>
  /** The person's uuid, for statements to take as a parameter. Null for readers. */
  readonly id: string | null
  /** Whether responses come with the tags of what they depend on; absent for people whose responses nobody keeps */
  readonly isTagged?: true
}

/** Everybody who has not signed in. */
export const READERS: Audience = { group: 'READER', permissions: new Set(), id: null }

/** The same, for responses that a cache may keep. */
export const TAGGED_READERS: Audience = { ...READERS, group: 'READER tagged', isTagged: true }

/** @throws FORBIDDEN for a group without the permission, readers among them; it tells nothing of what is there */
export function demand({ permissions }: Audience, permission: string): void {
  if (!permissions.has(permission)) throw forbidden(`This needs the permission ${permission}.`)
}
