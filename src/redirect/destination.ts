/** Where a redirect leads, as it is stored: one of the objects, or `target`, or nothing any more. */
export interface Destination {
  readonly articleId: string | null
  readonly topicId: string | null
  readonly authorId: string | null
  readonly target: string | null
  /** The target in the form of paths of redirects, if it is a path of the site */
  readonly targetPath: string | null
}

export interface NewRedirect extends Destination {
  readonly path: string
  readonly permanent: boolean
}

export const NOWHERE: Destination = { articleId: null, topicId: null, authorId: null, target: null, targetPath: null }

/**
 * Where it leads in the end: a redirect whose target is the path of another leads where that one leads. Null if that comes back to `path`.
 * @param at the redirect at a path, if there is one
 */
export function collapsed(
  path: string,
  destination: Destination,
  at: (path: string) => Destination | undefined,
): Destination | null {
  const seen = new Set([path])
  let last = destination
  while (last.targetPath !== null) {
    if (seen.has(last.targetPath)) return null
    seen.add(last.targetPath)
    const next = at(last.targetPath)
    // What is gone is no destination: the path stays as it is written.
    if (!next || (next.target === null && !next.articleId && !next.topicId && !next.authorId)) return last
    last = next
  }
  return last
}
