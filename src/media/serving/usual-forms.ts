import type { RequestedImage } from './requested-image.ts'

/** In which forms pages ask for images. */
export interface UsualForms {
  note(requested: RequestedImage): void
  /** Those that were asked for most, the most frequent first */
  list(): readonly RequestedImage[]
}

const MOST = 24
/** Fewer addresses than this may be somebody's experiment. */
const LEAST = 5
/** After that many addresses every count is halved, so that a page that was redesigned is forgotten. */
const HALVE_AFTER = 20_000

/** Counts the addresses that were made. There are few forms: the widths and ratios that are served are. */
export function usualForms(): UsualForms {
  const counts = new Map<string, { readonly form: RequestedImage; count: number }>()
  let noted = 0

  function halve(): void {
    noted = 0
    for (const [key, entry] of counts) {
      entry.count = Math.floor(entry.count / 2)
      if (entry.count === 0) counts.delete(key)
    }
  }

  return {
    note(form) {
      const key = `${form.width} ${form.ratio?.across}:${form.ratio?.down} ${form.format}`
      const entry = counts.get(key)
      if (entry) entry.count += 1
      else counts.set(key, { form, count: 1 })
      noted += 1
      if (noted >= HALVE_AFTER) halve()
    },
    list() {
      return [...counts.values()]
        .filter(({ count }) => count >= LEAST)
        .sort((one, other) => other.count - one.count)
        .slice(0, MOST)
        .map(({ form }) => form)
    },
  }
}
