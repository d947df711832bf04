import { useState } from 'react'
import { wordsOf } from '../words.ts'

interface PagerProps {
  /** The address of the first page of the list, with its parameters. */
  address: string
  endCursor: string | null
  hasNextPage: boolean
  /** Whether the list starts at its newest article. */
  isFirst: boolean
  locale: string
  /** Adds the next page to the list. */
  more: () => Promise<unknown>
}

/** Links to the next page and back. In a browser with JavaScript the next page is added to this one. */
export function Pager({ address, endCursor, hasNextPage, isFirst, locale, more }: PagerProps) {
  const words = wordsOf(locale)
  const [isLoading, setLoading] = useState(false)
  const next = `${address}${address.includes('?') ? '&' : '?'}after=${encodeURIComponent(endCursor ?? '')}`
  return (
    <p className="pager">
      {!isFirst && <a href={address}>{words.newest}</a>}
      {hasNextPage && (
        <a
          href={next}
          rel="next"
          aria-busy={isLoading}
          onClick={(event) => {
            event.preventDefault()
            if (isLoading) return
            setLoading(true)
            more().then(
              () => setLoading(false),
              () => location.assign(next),
            )
          }}
        >
          {words.more}
        </a>
      )}
    </p>
  )
}
