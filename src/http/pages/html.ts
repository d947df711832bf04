const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** For text and for quoted attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character)
}

/** A sheet of paper with a headline, drawn in place. Needs `img-src data:` in the page's policy. */
export const ICON = `<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23a4161a'/%3E%3Cpath d='M4 4h8v2H4zm0 3h8v1H4zm0 2h5v1H4zm0 2h8v1H4z' fill='%23fff'/%3E%3C/svg%3E">`
