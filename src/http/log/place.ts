import { cut } from './cut.ts'

const MAX_OPERATION = 100
const MAX_PATH = 500

/** Where something failed: the operation and the path in its response, both of which a client may make long. */
export function placeOf(operation: string | null, path: readonly (string | number)[] | undefined): object {
  return {
    operation: operation && cut(operation, MAX_OPERATION),
    ...(path && { path: cut(path.join('.'), MAX_PATH) }),
  }
}
