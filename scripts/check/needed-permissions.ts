import { type Permission, permissionsOf } from '../../src/viewer/viewer.ts'

const PERMISSIONS: readonly Permission[] = permissionsOf('ADMIN')

/** The permissions that a description names, in its order: the first is needed for everything, each other for a part or for what is the viewer's own. */
export function neededBy(description: string | null | undefined): Permission[] {
  const [, needs = ''] = /\bNeeds\s+(?=[A-Z_]{5})(.*)$/s.exec(description ?? '') ?? []
  const named = needs.match(/\b[A-Z]+_[A-Z_]+\b/g) ?? []
  return [...new Set(named)].flatMap((name) => PERMISSIONS.filter((permission) => permission === name))
}
