import { printedDate, printedTime } from '../dates.ts'
import type { ArticlePageFragment } from '../generated/graphql.ts'
import { Byline } from '../parts/byline.tsx'
import { Card } from '../parts/card.tsx'
import { Follow } from '../parts/follow.tsx'
import { LeadPicture } from '../parts/picture.tsx'
import { SafeHtml } from '../parts/safe-html.tsx'
import { Share } from '../parts/share.tsx'
import { TopicLinks } from '../parts/topic-links.tsx'
import { nameOf, wordsOf } from '../words.ts'

const TOPICS_TO_FOLLOW = 4

export function ArticleView({ article, isPreview = false }: { article: ArticlePageFragment; isPreview?: boolean }) {
  const { locale, direction, topics, relatedTopics, relatedArticles, shareLinks } = article
  const words = wordsOf(locale)
  const all = topics.map(({ topic }) => topic)
  return (
    <div className="article-page" lang={locale} dir={direction === 'RTL' ? 'rtl' : 'ltr'}>
      <article className="article">
        <ArticleHead article={article} />
        <div>
          {article.leadImage && <LeadPicture picture={article.leadImage} />}
          <div className="text">
            {article.dateline && <p className="dateline">{article.dateline}</p>}
            <SafeHtml as="div" className="body" html={article.bodyHtml} />
            <AiUse article={article} />
            <Corrections article={article} />
            <TopicLinks id="topics" title={words.topics} topics={all} />
            {!isPreview && <Share links={shareLinks} locale={locale} />}
          </div>
        </div>
        <aside className="beside">
          <Follow kind="topicIds" followed={all.slice(0, TOPICS_TO_FOLLOW)} locale={locale} />
          <TopicLinks id="related-topics" title={words.relatedTopics} topics={relatedTopics.nodes} />
        </aside>
      </article>
      {relatedArticles.nodes.length > 0 && (
        <section className="related" aria-labelledby="related">
          <h2 id="related" className="slot-title">
            {words.related}
          </h2>
          <div className="cards">
            {relatedArticles.nodes.map((related) => (
              <Card key={related.id} article={related} locale={locale} heading="h3" />
            ))}
          </div>
        </section>
      )}
    </div>
  )
}

function ArticleHead({ article }: { article: ArticlePageFragment }) {
  const { locale, section, kicker, headline, standfirst, translations } = article
  return (
    <header className="article-head">
      {section && (
        <p className="section-link">
          <a href={section.path} dir="auto">
            {section.name}
          </a>
        </p>
      )}
      {kicker && <p className="kicker">{kicker}</p>}
      <h1>{headline}</h1>
      {standfirst && <p className="standfirst">{standfirst}</p>}
      <div className="meta">
        <Byline byline={article.byline} credits={article.credits} />
        <Dates article={article} />
        {translations.length > 0 && (
          <ul className="translations" aria-label={wordsOf(locale).otherLanguages}>
            {translations.map((other) => (
              <li key={other.article.id}>
                <a href={other.article.path} hrefLang={other.locale} lang={other.locale}>
                  {nameOf(other.locale)}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </header>
  )
}

/** `publishedAt` is the date to print, and "updated" where readers got another text or a correction since. */
function Dates({ article }: { article: ArticlePageFragment }) {
  const { publishedAt, contentModifiedAt, locale, readingTimeMinutes, corrections } = article
  const words = wordsOf(locale)
  const isUpdated = publishedAt !== null && contentModifiedAt !== null && contentModifiedAt > publishedAt
  return (
    <p className="dates">
      {publishedAt && (
        <span>
          {words.published}{' '}
          <time dateTime={publishedAt} suppressHydrationWarning>
            {printedTime(publishedAt, locale)}
          </time>
        </span>
      )}
      {isUpdated && (
        <span>
          {words.updated}{' '}
          <time dateTime={contentModifiedAt} suppressHydrationWarning>
            {printedTime(contentModifiedAt, locale)}
          </time>
        </span>
      )}
      {corrections.length > 0 && <a href="#corrections">{words.corrections}</a>}
      <span>{words.minutes(readingTimeMinutes)}</span>
    </p>
  )
}

/** What generative AI had to do with the article: readers are told. */
function AiUse({ article: { aiUse, locale } }: { article: ArticlePageFragment }) {
  if (aiUse.kind === 'NONE') return null
  return (
    <p className="box">
      {wordsOf(locale)[aiUse.kind]} {aiUse.note}
    </p>
  )
}

function Corrections({ article: { corrections, locale } }: { article: ArticlePageFragment }) {
  const words = wordsOf(locale)
  if (corrections.length === 0) return null
  return (
    <section className="box" aria-labelledby="corrections">
      <h2 id="corrections">{words.corrections}</h2>
      {corrections.map(({ id, kind, text, publishedAt }) => (
        <p key={id}>
          <strong>{words[kind]}</strong>
          {publishedAt && (
            <time dateTime={publishedAt} suppressHydrationWarning>
              {printedDate(publishedAt, locale)}
            </time>
          )}
          {text}
        </p>
      ))}
    </section>
  )
}
