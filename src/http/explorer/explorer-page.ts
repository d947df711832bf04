import { escapeHtml, ICON } from '../pages/html.ts'
import type { DeskExample, Example } from './examples.ts'

interface Examples {
  readers: readonly Example[]
  desk: readonly DeskExample[]
}

/**
 * The page of the explorer: a bar with the examples, and the element for GraphiQL. `token` is used in the hint on how to sign in, `base` is where its
 * files are.
 */
export function explorerPage(siteName: string, examples: Examples, token: string, base: string): string {
  const name = escapeHtml(siteName)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Explorer · ${name}</title>
${ICON}
<link rel="stylesheet" href="${base}/ruru/ruru.css">
<link rel="stylesheet" href="${base}/assets/explorer.css">
<script type="application/json" id="examples">${inScript([...examples.readers, ...examples.desk])}</script>
<script type="module" src="${base}/assets/explorer.js"></script>
</head>
<body>
<header class="bar">
<a class="home" href="/">${name}</a>
<details class="examples">
<summary>Examples</summary>
<div class="menu">
<h2>For everybody</h2>
<ul>
${examples.readers.map(menuItem).join('\n')}
</ul>
<h2>For the desk, with a token</h2>
<ul>
${examples.desk.map(menuItem).join('\n')}
</ul>
</div>
</details>
<p class="hint">Run with <kbd>Ctrl</kbd>/<kbd>⌘</kbd> <kbd>Enter</kbd>. The first button on the left opens the documentation.
To ask as one of the desk, put <code>${escapeHtml(`{ "authorization": "Bearer ${token}" }`)}</code> into Headers.</p>
</header>
<div id="explorer" role="main">
<noscript>The explorer needs JavaScript. The API itself is at /graphql.</noscript>
</div>
</body>
</html>
`
}

/** JSON allows the escape, and without "<" nothing can end the script element early. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function menuItem({ name, about }: Example): string {
  return `<li><a href="/explorer?example=${name}"><b>${name}</b> ${escapeHtml(about)}</a></li>`
}
