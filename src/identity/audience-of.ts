import { type Audience, READERS } from '../reading/audience.ts'
import { permissionsOf, type Role, type Viewer } from '../viewer/viewer.ts'

const PERMISSIONS: Record<Role, ReadonlySet<string>> = {
  REPORTER: new Set(permissionsOf('REPORTER')),
  EDITOR: new Set(permissionsOf('EDITOR')),
  ADMIN: new Set(permissionsOf('ADMIN')),
}

/** What statements need to know of who asks. */
export function audienceOf(viewer: Viewer | null): Audience {
  return viewer ? { group: viewer.role, permissions: PERMISSIONS[viewer.role], id: viewer.id } : READERS
}
