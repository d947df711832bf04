// Values that came out of a statement as JSON: the columns' NOT NULL and types stand behind these, so that another type is a fault of ours.

export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('a text column did not return text')
  return value
}

export function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('a number column did not return a number')
  return value
}

export const textOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : textOf(value)

export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('a list column did not return a list')
  return value
}
