/** Which page is shown. The server puts it into the page, so that the browser shows the same. */
export type Page =
  | { kind: 'front'; locale: string }
  | { kind: 'path'; path: string; locale: string; after: string | null }
  | { kind: 'search'; query: string; locale: string; after: string | null }
  | { kind: 'preview'; slug: string; locale: string; token: string }
  | { kind: 'missing'; locale: string }

/** What the browser needs to go on with the page. */
export interface BrowserState {
  page: Page
  /** Where the browser asks Copydesk. */
  copydeskUrl: string
  /** What the server read for the page, as the cache has it. */
  cache: unknown
}

/**
 * The variables of the document for every address. A cursor belongs to one list, and Copydesk refuses it in another, also in the part of the
 * document for a type that is not found.
 */
export function pageVariables({ path, locale, after }: { path: string; locale: string; after: string | null }) {
  const isAuthor = /\/author\/[^/]+$/.test(path)
  return { path, locale, afterInTopic: isAuthor ? null : after, afterInAuthor: isAuthor ? after : null }
}
