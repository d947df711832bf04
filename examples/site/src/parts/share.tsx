import { useState } from 'react'
import type { ArticlePageFragment } from '../generated/graphql.ts'
import { wordsOf } from '../words.ts'

/** Plain links: no code of the networks is loaded. The last is the address itself; in a browser with JavaScript a click copies it. */
export function Share({ links, locale }: { links: ArticlePageFragment['shareLinks']; locale: string }) {
  const words = wordsOf(locale)
  const [copied, setCopied] = useState(false)
  return (
    <section className="share" aria-labelledby="share">
      <h2 id="share">{words.share}</h2>
      <ul>
        {links.map(({ channel, label, url }) => (
          <li key={channel}>
            <a
              href={url}
              rel="noopener"
              lang="en"
              onClick={(event) => {
                if (channel !== 'COPY' || !navigator.clipboard) return
                event.preventDefault()
                navigator.clipboard.writeText(url).then(
                  () => setCopied(true),
                  () => location.assign(url),
                )
              }}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
      <p role="status">{copied && words.copied}</p>
    </section>
  )
}
