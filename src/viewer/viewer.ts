import { forbidden, unauthenticated } from '../errors/errors.ts'
import type { Permission, Role } from '../generated/graphql.ts'

export type { Permission, Role }

/** What a person is to the newsroom. Each may do what those before it may. */
export const roles = ['REPORTER', 'EDITOR', 'ADMIN'] as const satisfies readonly Role[]

/**
 * What each role may do beyond the one before it. The newsroom's policy:
 *
 * A reporter reads what the desk has in the making, begins articles, writes and submits those that are theirs (created by them, or
 * credited to them), shows them to outsiders by preview links, and uploads images. A reporter publishes nothing.
 *
 * An editor does everything editorial with every article: edits, reviews, publishes, withdraws and corrects, trashes and restores, and
 * takes over a colleague's lock. Topics, authors, fronts, the texts of images and redirects are theirs too. An editor reads who did what, also with what is
 * gone.
 *
 * An admin also manages accounts and their tokens and the settings of the site, and deletes permanently.
 *
 * Readers are nobody's users and may do none of this.
 */
const GRANTS = {
  REPORTER: ['READ_DRAFTS', 'CREATE_ARTICLES', 'EDIT_OWN_ARTICLES', 'CREATE_PREVIEWS', 'UPLOAD_IMAGES'],
  EDITOR: [
    'READ_ACTIVITY',
    'EDIT_ARTICLES',
    'REVIEW_ARTICLES',
    'PUBLISH_ARTICLES',
    'TRASH_ARTICLES',
    'TAKE_OVER_LOCKS',
    'EDIT_TOPICS',
    'EDIT_AUTHORS',
    'EDIT_IMAGES',
    'EDIT_FRONTS',
    'EDIT_REDIRECTS',
  ],
  ADMIN: ['DELETE_ARTICLES', 'MANAGE_SITE', 'MANAGE_USERS'],
} as const satisfies Record<Role, readonly Permission[]>

/** The viewer: a member of staff, or a program with its own account. Null always means a reader. */
export interface Viewer {
  /** The user's uuid */
  readonly id: string
  readonly name: string
  readonly email: string | null
  /** The role for this request: a token can have a lower role than its user, never a higher one */
  readonly role: Role
  /** The uuid of the access token that was sent; absent for tokens of an identity provider */
  readonly tokenId?: string
}

const PERMISSIONS: Record<Role, readonly Permission[]> = {
  REPORTER: GRANTS.REPORTER,
  EDITOR: [...GRANTS.REPORTER, ...GRANTS.EDITOR],
  ADMIN: [...GRANTS.REPORTER, ...GRANTS.EDITOR, ...GRANTS.ADMIN],
}

export function permissionsOf(role: Role): readonly Permission[] {
  return PERMISSIONS[role]
}

/** The roles that have a permission. */
export function rolesWith(permission: Permission): readonly Role[] {
  return roles.filter((role) => permissionsOf(role).includes(permission))
}

export function can(viewer: Viewer | null, permission: Permission): boolean {
  return viewer !== null && permissionsOf(viewer.role).includes(permission)
}

/**
 * For the first line of whatever needs a permission, before anything is looked up: the refusal is the same whether the thing exists or not.
 * @throws UNAUTHENTICATED for readers, FORBIDDEN for others who lack the permission
 */
export function authorize(viewer: Viewer | null, permission: Permission): asserts viewer is Viewer {
  if (viewer === null)
    throw unauthenticated(
      `This needs the permission ${permission}. Sign in: send an access token in the Authorization header.`,
    )
  if (!can(viewer, permission)) throw lacks(viewer, permission)
}

/**
 * The refusal if a permission is missing; it names the permission and reveals nothing about the object.
 * @param reason why what the viewer otherwise may do needs the permission here, of an object that is their own
 */
export function lacks({ role }: Viewer, permission: Permission, reason?: string | null) {
  const refusal = `This needs the permission ${permission}, which the role ${role} does not have.`
  return forbidden(reason ? `${refusal} ${reason}` : refusal)
}

/** The one that may do less. */
export function lesserRole(one: Role, other: Role): Role {
  return roles.indexOf(one) < roles.indexOf(other) ? one : other
}
