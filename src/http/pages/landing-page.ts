import type { FastifyInstance } from 'fastify'
import type { Env } from '../../config/env.ts'
import { REVALIDATE } from '../caching/cache-control.ts'
import { constantText } from '../caching/constant-text.ts'
import { asCurl, NEWEST } from './first-query.ts'
import { escapeHtml, ICON } from './html.ts'

const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

type PageSettings = Pick<Env, 'site' | 'publicUrl' | 'explorer' | 'introspection'>

/** What a person sees who opens the server's address: what this is, and where to go. */
export function serveLandingPage(fastify: FastifyInstance, env: PageSettings): void {
  const text = landingPage(env)
  const send = constantText({ text, type: 'text/html; charset=utf-8', cacheControl: REVALIDATE })
  fastify.get('/', async (request, reply) => send(request, reply.header('content-security-policy', POLICY)))
}

function landingPage({ site, publicUrl, explorer, introspection }: PageSettings): string {
  const name = escapeHtml(site.name)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
${ICON}
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="kicker">GraphQL API</p>
<h1>${name}</h1>
<p class="standfirst">Articles, authors, images with captions, and topics, for newsroom sites and editing tools.</p>
${explorer ? '<p><a class="button" href="/explorer">Open the explorer</a></p>' : ''}
<h2>A first query</h2>
<pre><code>${escapeHtml(asCurl(`${publicUrl}/graphql`, NEWEST))}</code></pre>
<h2>Addresses</h2>
<dl>
<dt><code>/graphql</code></dt><dd>the API, by POST or GET</dd>
${explorer ? '<dt><a href="/explorer"><code>/explorer</code></a></dt><dd>documentation and examples to run</dd>' : ''}
${introspection ? '<dt><a href="/schema.graphql"><code>/schema.graphql</code></a></dt><dd>the schema, with descriptions</dd>' : ''}
<dt><code>/media/…</code></dt><dd>image files</dd>
<dt><a href="/healthz"><code>/healthz</code></a></dt><dd>whether the process is running</dd>
<dt><a href="/readyz"><code>/readyz</code></a></dt><dd>whether the database responds and is migrated</dd>
</dl>
<p class="site">The public site: <a href="${escapeHtml(site.url)}">${escapeHtml(site.url)}</a></p>
</main>
</body>
</html>
`
}

const STYLE = `
:root { color-scheme: light dark; --ink: #14213d; --paper: #fdfcf9; --soft: #5b6475; --rule: #d9d5ca; --accent: #a4161a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece8df; --paper: #14171f; --soft: #a2a9b8; --rule: #333a48; --accent: #ff7b72; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 4rem 1.5rem; }
.kicker { margin: 0; color: var(--accent); font-weight: 600; letter-spacing: 0.08em; text-transform: uppercase; font-size: 0.8rem; }
h1 { margin: 0; font: 700 3rem/1.15 Georgia, serif; }
h2 { margin: 2.5rem 0 0.5rem; padding-top: 1rem; border-top: 1px solid var(--rule); font: 600 1.2rem/1.3 Georgia, serif; }
.standfirst { font: 1.25rem/1.5 Georgia, serif; color: var(--soft); }
.button { display: inline-block; padding: 0.6rem 1.2rem; border-radius: 0.4rem; background: var(--accent); color: var(--paper); font-weight: 600; text-decoration: none; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid var(--rule); border-radius: 0.4rem; font-size: 0.9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.4rem 1.5rem; margin: 0; }
dd { margin: 0; color: var(--soft); }
a { color: inherit; }
.site { margin-top: 2.5rem; color: var(--soft); }
`
