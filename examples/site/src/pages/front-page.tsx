import { useSuspenseQuery } from '@apollo/client/react'
import { FrontPageDocument, type FrontPageQuery } from '../generated/graphql.ts'
import { Card } from '../parts/card.tsx'
import { DateLine } from '../parts/date-line.tsx'
import { Layout } from '../parts/layout.tsx'
import { LeadPicture, SmallPicture } from '../parts/picture.tsx'
import { wordsOf } from '../words.ts'

type Slot = NonNullable<FrontPageQuery['front']>['slots'][number]
type Item = Slot['items'][number]

/** The page that editors put together. Without one in this language, the newest articles. */
export function FrontPage({ locale }: { locale: string }) {
  const { data } = useSuspenseQuery(FrontPageDocument, { variables: { locale, language: locale } })
  const words = wordsOf(locale)
  const slots = data.front?.slots.filter(({ items }) => items.length > 0) ?? []
  return (
    <Layout shell={data} locale={locale}>
      <h1 className="hidden">{data.site.name}</h1>
      {slots.length > 0 ? (
        <div className="front">
          {slots.map((slot) => (
            <FrontSlot key={slot.name} slot={slot} locale={locale} />
          ))}
        </div>
      ) : (
        <section aria-labelledby="latest" className="newest">
          <h2 id="latest" className="slot-title">
            {words.latest}
          </h2>
          <div className="cards">
            {data.newest.nodes.map((article) => (
              <Card key={article.id} article={article} locale={locale} heading="h3" />
            ))}
          </div>
        </section>
      )}
    </Layout>
  )
}

/** Large slots lead the page, medium ones have pictures, small ones are lists of headlines. */
function FrontSlot({ slot: { name, title, size, items }, locale }: { slot: Slot; locale: string }) {
  return (
    <section className={`slot slot-${size.toLowerCase()}`} aria-label={title ?? undefined}>
      {title && <h2 className="slot-title">{title}</h2>}
      <div className="slot-items">
        {items.map((item) => (
          <FrontItem
            key={`${name}/${item.article.id}`}
            item={item}
            size={size}
            locale={locale}
            heading={title ? 'h3' : 'h2'}
          />
        ))}
      </div>
    </section>
  )
}

interface FrontItemProps {
  item: Item
  size: Slot['size']
  locale: string
  heading: 'h2' | 'h3'
}

/** The front's own words and picture, which an editor may have set for this page only. */
function FrontItem({ item, size, locale, heading: Heading }: FrontItemProps) {
  const { article, headline, kicker, standfirst, caption } = item
  return (
    <article className="card" lang={locale}>
      {caption && size === 'LARGE' && <LeadPicture picture={caption} />}
      {caption && size === 'MEDIUM' && <SmallPicture picture={caption} sizes="(min-width: 62rem) 16rem, 8rem" />}
      <div className="card-text">
        {kicker && size !== 'SMALL' && <p className="kicker">{kicker}</p>}
        <Heading>
          <a href={article.path}>{headline}</a>
        </Heading>
        {standfirst && size !== 'SMALL' && <p className="standfirst">{standfirst}</p>}
        <DateLine byline={size === 'LARGE' ? article.byline : null} publishedAt={article.publishedAt} locale={locale} />
      </div>
    </article>
  )
}
