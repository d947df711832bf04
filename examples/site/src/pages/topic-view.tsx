import type { TopicPageFragment } from '../generated/graphql.ts'
import { Card } from '../parts/card.tsx'
import { Follow } from '../parts/follow.tsx'
import { Pager } from '../parts/pager.tsx'
import { TopicLinks } from '../parts/topic-links.tsx'
import { wordsOf } from '../words.ts'

interface TopicProps {
  topic: TopicPageFragment
  isFirst: boolean
  locale: string
  more: (cursor: string | null) => Promise<unknown>
}

/** A section or a topic, with the articles of everything below it. */
export function TopicView({ topic, isFirst, locale, more }: TopicProps) {
  const { name, description, ancestors, children, relatedTopics, articles, path } = topic
  const words = wordsOf(locale)
  return (
    <>
      <header className="list-head">
        {ancestors.length > 0 && (
          <nav aria-label={words.sections}>
            <ol className="breadcrumbs">
              {ancestors.map((above) => (
                <li key={above.id}>
                  <a href={above.path}>{above.name}</a>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1>{name}</h1>
        {description && <p className="standfirst">{description}</p>}
        <TopicLinks id="inside" title={words.inThis} topics={children.nodes} />
      </header>
      <div className="list">
        {articles.edges.map(({ node }) => (
          <Card key={node.id} article={node} locale={locale} />
        ))}
      </div>
      <Pager
        address={path}
        {...articles.pageInfo}
        isFirst={isFirst}
        locale={locale}
        more={() => more(articles.pageInfo.endCursor)}
      />
      <div className="below">
        <Follow kind="topicIds" followed={[topic]} locale={locale} />
        <TopicLinks id="related-topics" title={words.relatedTopics} topics={relatedTopics.nodes} />
      </div>
    </>
  )
}
