import type { CardFragment } from '../generated/graphql.ts'
import { DateLine } from './date-line.tsx'
import { SmallPicture } from './picture.tsx'

interface CardProps {
  article: CardFragment
  /** The language of the list. */
  locale: string
  heading?: 'h2' | 'h3'
}

/** An article in a list, in its own language. */
export function Card({ article, locale, heading: Heading = 'h2' }: CardProps) {
  const { kicker, headline, standfirst, byline, publishedAt, path, leadImage, direction } = article
  return (
    <article className="card" lang={article.locale} dir={direction === 'RTL' ? 'rtl' : 'ltr'}>
      {leadImage && (
        <SmallPicture picture={leadImage} sizes="(min-width: 62rem) 16rem, (min-width: 40rem) 45vw, 8rem" />
      )}
      <div className="card-text">
        {kicker && <p className="kicker">{kicker}</p>}
        <Heading>
          <a href={path} hrefLang={article.locale === locale ? undefined : article.locale}>
            {headline}
          </a>
        </Heading>
        {standfirst && <p className="standfirst">{standfirst}</p>}
        <DateLine byline={byline} publishedAt={publishedAt} locale={article.locale} />
      </div>
    </article>
  )
}
