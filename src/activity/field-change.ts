import { idPrefix } from '../reading/global-id.ts'

/** What an entry of the audit trail says of one field. */
export interface FieldChange {
  /** By its name in the API */
  readonly field: string
  readonly before?: string | null
  readonly after?: string | null
  /** The values are too long, or more than one value: the entry says only that they changed */
  readonly isOmitted?: true
}

/** Longer values are left out of the trail. */
export const MAX_SHOWN = 500

/** One change, with its values where they are short. */
export function fieldChange(field: string, before: unknown, after: unknown): FieldChange {
  const [old, current] = [shown(before), shown(after)]
  const isShort = (text: string | null) => text === null || [...text].length <= MAX_SHOWN
  return isShort(old) && isShort(current) ? { field, before: old, after: current } : omitted(field)
}

/** One change of which the trail does not tell the values. */
export const omitted = (field: string): FieldChange => ({ field, isOmitted: true })

/** The values that a new object starts with. */
export function firstValues(values: Readonly<Record<string, unknown>>): FieldChange[] {
  return Object.entries(values).flatMap(([field, value]) =>
    shown(value) === null ? [] : [fieldChange(field, null, value)],
  )
}

/** Objects that a field refers to. @param ids uuids */
export function idsOf(type: string, ids: string | readonly string[] | null): string | null {
  const list = typeof ids === 'string' ? [ids] : (ids ?? [])
  return list.length === 0 ? null : list.map((id) => `${idPrefix(type)}${id}`).join(', ')
}

/** As people read it: a date as the API writes it, a list as its items. */
function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(shown).join(', ')
  return typeof value === 'object' ? Object.values(value).map(shown).join(' ') : String(value)
}
