import type { HeadFragment, SiteFeedsFragment } from '../generated/graphql.ts'
import type { BrowserState } from '../page.ts'
import { directionOf } from '../words.ts'
import type { Loaded } from './load-page.ts'

export interface Files {
  script: string
  styles: readonly string[]
}

interface DocumentParts {
  loaded: Loaded
  files: Files
  /** Where the browser asks Copydesk. */
  copydeskUrl: string
  /** The page as HTML. */
  content: string
}

export function documentOf({ loaded, files, copydeskUrl, content }: DocumentParts): string {
  const { client, page, locale, head, feeds } = loaded
  const state: BrowserState = { page, copydeskUrl, cache: client.cache.extract() }
  return `<!doctype html>
<html lang="${escapeHtml(locale)}" dir="${directionOf(locale)}">
<head>
${COMMON}
${head.map(elementOf).join('\n')}
${feeds.map(feedLink).join('\n')}
${files.styles.map(styleLink).join('\n')}
</head>
<body>
<div id="root">${content}</div>
<script type="application/json" id="state">${inScript(state)}</script>
<script type="module" src="${files.script}"></script>
</body>
</html>
`
}

/** A page that needs no Copydesk. */
export function failureDocument(files: Files): string {
  return `<!doctype html>
<html lang="en">
<head>
${COMMON}
<title>Not available</title>
${files.styles.map(styleLink).join('\n')}
</head>
<body>
<main class="message"><h1>This page is not available right now</h1><p>Try again in a moment.</p></main>
</body>
</html>
`
}

const COMMON = `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">`

/** An element of the head, of which Copydesk gives the parts. Its content is text, and of a script it is safe as it is. */
export function elementOf({ element, attributes, content }: HeadFragment['tags'][number]): string {
  const start = `<${[element, ...attributes.map(({ name, value }) => `${name}="${escapeHtml(value)}"`)].join(' ')}>`
  if (element === 'meta' || element === 'link') return start
  return `${start}${element === 'script' ? (content ?? '') : escapeHtml(content ?? '')}</${element}>`
}

const FEED_TYPES = { RSS: 'application/rss+xml', ATOM: 'application/atom+xml', JSON: 'application/feed+json' } as const

function feedLink({ format, url, title }: SiteFeedsFragment['feeds'][number]): string {
  return `<link rel="alternate" type="${FEED_TYPES[format]}" title="${escapeHtml(title)}" href="${escapeHtml(url)}">`
}

function styleLink(file: string): string {
  return `<link rel="stylesheet" href="${file}">`
}

/** JSON allows the escape, and without "<" nothing ends the script element early. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

const ESCAPES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES.get(character) ?? character)
}
