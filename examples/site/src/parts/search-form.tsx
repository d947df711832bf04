import { useQuery } from '@apollo/client/react'
import { useEffect, useId, useState } from 'react'
import { SuggestDocument, type SuggestQuery } from '../generated/graphql.ts'
import { wordsOf } from '../words.ts'

const TYPING_MS = 150

/** A form that works by itself. In a browser with JavaScript it also suggests. */
export function SearchForm({ locale, defaultLocale, query }: { locale: string; defaultLocale: string; query: string }) {
  const words = wordsOf(locale)
  const field = useId()
  const [typed, setTyped] = useState('')
  const settled = useSettled(typed.trim())
  const isWord = /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(settled)
  const { data } = useQuery(SuggestDocument, {
    variables: { query: settled.slice(0, 200), locale },
    skip: !isWord,
    errorPolicy: 'ignore',
  })
  const suggestions = isWord && typed !== '' ? (data?.suggest ?? []) : []
  return (
    <search className="search">
      <form
        action="/search"
        method="get"
        onKeyDown={({ key }) => {
          if (key === 'Escape') setTyped('')
        }}
      >
        <label className="hidden" htmlFor={field}>
          {words.searchFor}
        </label>
        <input
          id={field}
          type="search"
          name="q"
          dir="auto"
          defaultValue={query}
          maxLength={200}
          autoComplete="off"
          required
          placeholder={words.search}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        {locale !== defaultLocale && <input type="hidden" name="locale" value={locale} />}
        <button type="submit">{words.search}</button>
      </form>
      {suggestions.length > 0 && (
        <ul className="suggestions">
          {suggestions.map((suggestion) => (
            <li key={suggestion.id}>
              <a href={suggestion.path} dir="auto">
                {titleOf(suggestion)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </search>
  )
}

function titleOf(suggestion: SuggestQuery['suggest'][number]): string {
  return suggestion.__typename === 'Article' ? suggestion.headline : suggestion.name
}

/** The value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
