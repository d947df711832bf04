/** Files that are not as they are generated now, both by their paths. */
export function differences(fresh: ReadonlyMap<string, string>, present: ReadonlyMap<string, string>): string[] {
  const files = new Set([...fresh.keys(), ...present.keys()])
  return [...files].sort().flatMap((file) => {
    if (!present.has(file)) return [`${file} is missing`]
    if (!fresh.has(file)) return [`${file} is generated no more`]
    return present.get(file) === fresh.get(file) ? [] : [`${file} is not what is generated now`]
  })
}
