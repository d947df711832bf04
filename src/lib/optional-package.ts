/**
 * A package that only some installs have: the development dependencies are absent after `npm ci --omit=dev`. Returns null if it is not
 * installed; any other fault of loading it is thrown.
 *
 * @param name as in package.json
 * @param load imports it with the name written out, so that the compiler knows its types
 */
export async function optionalPackage<Module>(name: string, load: () => Promise<Module>): Promise<Module | null> {
  try {
    return await load()
  } catch (error) {
    if (isAbsent(error, name)) return null
    throw error
  }
}

/** One sentence for the person who misses it. */
export function packageIsMissing(feature: string, name: string): string {
  return `${feature} needs the package ${name}, which a production install leaves out. To add it: npm install --include=dev`
}

/** The package itself is absent, not one that it imports. */
function isAbsent(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  const isNotFound = error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND'
  return isNotFound && (error.message.includes(`'${name}'`) || error.message.includes(`'${name}/`))
}
