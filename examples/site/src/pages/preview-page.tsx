import { useSuspenseQuery } from '@apollo/client/react'
import { PreviewDocument } from '../generated/graphql.ts'
import { Layout } from '../parts/layout.tsx'
import { wordsOf } from '../words.ts'
import { ArticleView } from './article-view.tsx'
import { Message } from './message.tsx'

interface PreviewProps {
  slug: string
  locale: string
  token: string
}

/** A draft, as it will look. */
export function PreviewPage({ slug, locale, token }: PreviewProps) {
  const { data } = useSuspenseQuery(PreviewDocument, { variables: { slug, locale, token } })
  const language = data.article?.locale ?? locale
  return (
    <Layout shell={data} locale={language}>
      {data.article ? (
        <>
          <p className="preview">{wordsOf(language).preview}</p>
          <ArticleView article={data.article} isPreview />
        </>
      ) : (
        <Message locale={language} title="missing" text="missingHow" />
      )}
    </Layout>
  )
}
