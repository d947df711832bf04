import { direction } from '../../lib/locale.ts'
import type { Site } from '../../site/site.ts'
import { escapeHtml, ICON } from '../pages/html.ts'
import type { Words } from './words.ts'

/** No scripts, nothing from elsewhere, and forms go nowhere but here. */
export const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** A page whose parts are HTML already. */
export function layout(
  words: Words,
  { name, url }: Pick<Site, 'name' | 'url'>,
  title: string,
  parts: readonly string[],
): string {
  const site = escapeHtml(name)
  return `<!doctype html>
<html lang="${words.locale}" dir="${direction(words.locale).toLowerCase()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(title)} | ${site}</title>
${ICON}
<style>${STYLE}</style>
</head>
<body>
<header><a href="${escapeHtml(url)}"><bdi>${site}</bdi></a></header>
<main>
<h1>${escapeHtml(title)}</h1>
${parts.join('\n')}
</main>
<footer><a href="${escapeHtml(url)}">${escapeHtml(words.toSite(`\u2068${name}\u2069`))}</a></footer>
</body>
</html>
`
}

export const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`

/** What was done, which screen readers say at once. */
export const notice = (text: string): string => `<p class="notice" role="status">${escapeHtml(text)}</p>`

/** Posts to the page itself, whose address has the token. */
export const form = (action: string, parts: readonly string[]): string =>
  `<form method="post"><input type="hidden" name="action" value="${action}">\n${parts.join('\n')}\n</form>`

export const button = (label: string, kind: 'main' | 'other' = 'main'): string =>
  `<button class="${kind}">${escapeHtml(label)}</button>`

const STYLE = `
:root { color-scheme: light dark; --ink: #14213d; --paper: #fdfcf9; --soft: #5b6475; --rule: #d9d5ca; --accent: #a4161a; --on-accent: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece8df; --paper: #14171f; --soft: #a2a9b8; --rule: #333a48; --accent: #ff7b72; --on-accent: #14171f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 40rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-block: 1.25rem; border-bottom: 3px solid var(--accent); font-weight: 700; }
header a { color: inherit; text-decoration: none; }
h1 { margin: 2rem 0 0.75rem; font: 700 1.9rem/1.2 Georgia, "Times New Roman", serif; }
h2 { margin: 2.5rem 0 0.5rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); font: 600 1.2rem/1.3 Georgia, "Times New Roman", serif; }
ul { padding-inline-start: 1.25rem; }
fieldset { margin: 1rem 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; }
label { display: flex; gap: 0.7rem; align-items: center; min-height: 2.75rem; padding: 0.3rem 0; }
input { flex: none; width: 1.3rem; height: 1.3rem; margin: 0; accent-color: var(--accent); }
input[type="hidden"] { display: none; }
button { min-height: 2.9rem; margin: 0.5rem 0; padding: 0.6rem 1.4rem; border: 2px solid var(--accent); border-radius: 0.3rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; line-height: 1.3; cursor: pointer; }
button.other { background: transparent; color: var(--accent); }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
.soft, footer { color: var(--soft); font-size: 0.95rem; }
.notice { padding: 0.7rem 1rem; border-inline-start: 4px solid var(--accent); background: color-mix(in srgb, var(--accent) 8%, transparent); }
footer { margin-top: 3rem; padding-block: 1.5rem; border-top: 1px solid var(--rule); }
`
