import type { Content } from './content.ts'

const TEXTS = ['kicker', 'headline', 'standfirst'] as const
const LISTS = ['body', 'credits', 'captions', 'topics'] as const

/** What differs between two contents, as paths: "headline", "body.3", "credits.0", "topics". Empty where nothing does. */
export function changedPaths(before: Content, after: Content): string[] {
  const texts = TEXTS.filter((name) => before[name] !== after[name])
  return [...texts, ...LISTS.flatMap((name) => changedItems(name, before[name], after[name]))]
}

function changedItems(name: string, before: readonly object[], after: readonly object[]): string[] {
  const [were, are] = [before, after].map((items) => items.map((item) => JSON.stringify(item)))
  const length = Math.max(before.length, after.length)
  const places = Array.from({ length }, (_, place) => place).filter((place) => were?.[place] !== are?.[place])
  return name === 'topics' && places.length > 0 ? [name] : places.map((place) => `${name}.${place}`)
}

/** In a few words what paths lead to: "headline, body". */
export function summaryOf(paths: readonly string[]): string {
  return [...new Set(paths.map((path) => path.split('.', 1)[0]))].join(', ')
}
