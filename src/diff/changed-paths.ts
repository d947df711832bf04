import { type Content, differingParts, isSameContent } from '../content/content.ts'
import { contentChanges } from './diff.ts'

/** How many places a list of paths names at most; what changes in more is told by the whole that they are part of. */
const MOST_PATHS = 100

/**
 * What differs between two contents, as the paths of the diff: "headline", "body.3.html", "credits.0". A part in which the diff finds nothing
 * is named as a whole, so that the list is empty exactly where the contents are the same.
 */
export function changedPaths(before: Content, after: Content): string[] {
  if (isSameContent(before, after)) return []
  const found = unique(contentChanges(before, after).map(({ path }) => path))
  const described = new Set(found.map(fieldOf))
  const paths = [...found, ...differingParts(before, after).filter((part) => !described.has(part))]
  if (paths.length <= MOST_PATHS) return paths
  const items = unique(paths.map((path) => path.split('.', 2).join('.')))
  return items.length <= MOST_PATHS ? items : unique(items.map(fieldOf))
}

/** In a few words what the paths lead to: "headline, body". */
export function summaryOf(paths: readonly string[]): string {
  return unique(paths.map(fieldOf)).join(', ')
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)]
}

function fieldOf(path: string): string {
  return path.split('.', 1).join()
}
