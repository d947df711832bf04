import type { ReactNode } from 'react'
import type { ShellFragment } from '../generated/graphql.ts'
import { directionOf, FEED_NAMES, homeOf, nameOf, wordsLocale, wordsOf } from '../words.ts'
import { SearchForm } from './search-form.tsx'

const SECTIONS_SHOWN = 8

interface LayoutProps {
  shell: ShellFragment
  locale: string
  /** What was searched for on this page. */
  query?: string
  children: ReactNode
}

/** What stands around every page, in the language of the page. */
export function Layout({ shell: { site, sections }, locale, query, children }: LayoutProps) {
  const words = wordsOf(locale)
  const home = homeOf(locale, site.defaultLocale)
  const language = wordsLocale(locale)
  return (
    <div lang={language} dir={directionOf(language)}>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <header className="masthead">
        <div className="masthead-row">
          <a className="name" href={home} aria-label={`${site.name}: ${words.home}`}>
            {site.name}
          </a>
          <SearchForm locale={locale} defaultLocale={site.defaultLocale} query={query ?? ''} />
        </div>
        <nav aria-label={words.sections} className="sections">
          <ul>
            {busiest(sections.nodes).map(({ id, name, path }) => (
              <li key={id}>
                <a href={path} dir="auto">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <p className="foot-name">{site.name}</p>
        {site.description && <p>{site.description}</p>}
        <ul>
          {site.locales.map((other) => (
            <li key={other} lang={other} dir={directionOf(other)}>
              <a href={homeOf(other, site.defaultLocale)} hrefLang={other}>
                {nameOf(other)}
              </a>
            </li>
          ))}
          {site.feeds.map(({ format, url, title }) => (
            <li key={url} lang="en" dir="ltr">
              <a href={url} title={title}>
                {FEED_NAMES[format]}
              </a>
            </li>
          ))}
        </ul>
      </footer>
    </div>
  )
}

/** Sections first, then the topics with most articles. */
function busiest(topics: ShellFragment['sections']['nodes']) {
  const weight = ({ kind, articleCount }: (typeof topics)[number]) =>
    kind === 'SECTION' ? articleCount + 1_000_000 : articleCount
  return [...topics].sort((one, other) => weight(other) - weight(one)).slice(0, SECTIONS_SHOWN)
}
