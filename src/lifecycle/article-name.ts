import { excerpt } from '../lib/text.ts'
import { idPrefix } from '../reading/global-id.ts'

/** Long enough to know an article by, short enough for a message. */
const EXCERPT = 60

/** How a message names another article: its headline, and the id that opens it. Everybody at the desk may read every article. */
export function inWords({ id, headline }: { readonly id: string; readonly headline: string }): string {
  return `"${excerpt(headline, EXCERPT)}" (${idPrefix('Article')}${id})`
}
