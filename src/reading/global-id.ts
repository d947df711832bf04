const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The part before the uuid in the global ids of a type: `node` finds the table by it. */
export function idPrefix(type: string): string {
  return `${type.toLowerCase()}_`
}

/** The uuid in a global id of `type`; null for an id of another type, and for what is no id at all. */
export function uuidOf(type: string, id: unknown): string | null {
  const prefix = idPrefix(type)
  if (typeof id !== 'string' || !id.startsWith(prefix)) return null
  const uuid = id.slice(prefix.length)
  return UUID.test(uuid) ? uuid : null
}
