import { useSuspenseQuery } from '@apollo/client/react'
import { SearchDocument, ShellOnlyDocument } from '../generated/graphql.ts'
import { DateLine } from '../parts/date-line.tsx'
import { Layout } from '../parts/layout.tsx'
import { Pager } from '../parts/pager.tsx'
import { SafeHtml } from '../parts/safe-html.tsx'
import { wordsOf } from '../words.ts'

interface SearchProps {
  query: string
  locale: string
  after: string | null
}

/** Search by a form and links, which needs no JavaScript. */
export function SearchPage(props: SearchProps) {
  return canSearch(props.query) ? <Results {...props} /> : <NoQuery {...props} />
}

/** Copydesk refuses a query without a letter or digit, and a long one. */
export function canSearch(query: string): boolean {
  return /[\p{L}\p{N}]/u.test(query) && [...query].length <= 200
}

function NoQuery({ query, locale }: SearchProps) {
  const { data } = useSuspenseQuery(ShellOnlyDocument, { variables: { locale } })
  const words = wordsOf(locale)
  return (
    <Layout shell={data} locale={locale} query={query}>
      <div className="list-head">
        <h1>{words.search}</h1>
        <p>{words.refusedQuery}</p>
      </div>
    </Layout>
  )
}

function Results({ query, locale, after }: SearchProps) {
  const { data, fetchMore } = useSuspenseQuery(SearchDocument, { variables: { query, locale, after } })
  const { edges, totalCount, pageInfo } = data.search
  const words = wordsOf(locale)
  return (
    <Layout shell={data} locale={locale} query={query}>
      <div className="list-head">
        <h1>
          {words.search}: <q dir="auto">{query}</q>
        </h1>
        <p role="status">{totalCount === 0 ? words.noResults : words.results(totalCount)}</p>
      </div>
      <div className="results">
        {edges.map(({ headline, snippet, node }) => (
          <article key={node.id} className="result">
            <h2>
              <SafeHtml as="a" href={node.path} dir="auto" html={headline} />
            </h2>
            <SafeHtml as="p" dir="auto" html={snippet} />
            <DateLine byline={node.byline} publishedAt={node.publishedAt} locale={locale} />
          </article>
        ))}
      </div>
      <Pager
        address={addressOf(query, locale, data.site.defaultLocale)}
        {...pageInfo}
        isFirst={after === null}
        locale={locale}
        more={() => fetchMore({ variables: { query, locale, after: pageInfo.endCursor } })}
      />
    </Layout>
  )
}

function addressOf(query: string, locale: string, defaultLocale: string): string {
  const parameters = new URLSearchParams(locale === defaultLocale ? { q: query } : { q: query, locale })
  return `/search?${parameters}`
}
