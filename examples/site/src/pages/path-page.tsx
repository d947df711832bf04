import { useSuspenseQuery } from '@apollo/client/react'
import { PageDocument } from '../generated/graphql.ts'
import { pageVariables } from '../page.ts'
import { Layout } from '../parts/layout.tsx'
import { ArticleView } from './article-view.tsx'
import { AuthorView } from './author-view.tsx'
import { Message } from './message.tsx'
import { TopicView } from './topic-view.tsx'

/** Whatever is at an address. The server has answered redirects already. */
export function PathPage(page: { path: string; locale: string; after: string | null }) {
  const { data, fetchMore } = useSuspenseQuery(PageDocument, { variables: pageVariables(page) })
  const found = data.resolvePath
  const locale = found?.__typename === 'Article' ? found.locale : page.locale
  const more = (cursor: string | null) => fetchMore({ variables: pageVariables({ ...page, after: cursor }) })
  return (
    <Layout shell={data} locale={locale}>
      {found?.__typename === 'Article' && <ArticleView article={found} />}
      {found?.__typename === 'Topic' && (
        <TopicView topic={found} isFirst={page.after === null} locale={locale} more={more} />
      )}
      {found?.__typename === 'Author' && (
        <AuthorView author={found} isFirst={page.after === null} locale={locale} more={more} />
      )}
      {found?.__typename === 'Gone' && <Message locale={locale} title="gone" text="goneHow" />}
      {!found && <Message locale={locale} title="missing" text="missingHow" />}
    </Layout>
  )
}
