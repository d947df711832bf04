import type { Where } from '../comparison/change.ts'
import { type Content, differingParts, isSameContent } from '../content/content.ts'
import { contentChanges } from './diff.ts'

/** The maximum number of parts in a list of paths; if more change, the list names the whole that they belong to. */
const MOST_PATHS = 100

/**
 * What differs between two contents, as the paths of the diff: "headline", "body.3.html", "credits.0". A part in which the diff finds nothing
 * is named as a whole, so that the list is empty exactly where the contents are the same.
 */
export function changedPaths(before: Content, after: Content): string[] {
  if (isSameContent(before, after)) return []
  return withUndescribed(
    contentChanges(before, after).map(({ path }) => path),
    { before, after },
  )
}

/** The same, as a client names the parts that knows only the earlier content. */
export function changedBasePaths(before: Content, after: Content, changes: readonly Where[]): string[] {
  return withUndescribed(
    changes.map(({ basePath }) => basePath),
    { before, after },
  )
}

function withUndescribed(named: readonly string[], { before, after }: { before: Content; after: Content }): string[] {
  const found = unique(named)
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

/** "body.3.html" leads to "body". */
export function fieldOf(path: string): string {
  return path.split('.', 1).join()
}
