import type { AdvertiserContentArticle, NewsArticle, NewsArticleLeaf } from 'schema-dts'
import type { Genre } from '../../generated/graphql.ts'

/** What is said of an article of any genre. */
export type ArticleProperties = Omit<NewsArticleLeaf, '@type'>

type Typed = (own: ArticleProperties) => NewsArticle | AdvertiserContentArticle

/** The article as the type that schema.org has for its genre. */
export const TYPED: Readonly<Record<Genre, Typed>> = {
  NEWS: (own) => ({ '@type': 'NewsArticle', ...own }),
  REPORTAGE: (own) => ({ '@type': 'ReportageNewsArticle', ...own }),
  ANALYSIS: (own) => ({ '@type': 'AnalysisNewsArticle', ...own }),
  OPINION: (own) => ({ '@type': 'OpinionNewsArticle', ...own }),
  REVIEW: (own) => ({ '@type': 'ReviewNewsArticle', ...own }),
  BACKGROUND: (own) => ({ '@type': 'BackgroundNewsArticle', ...own }),
  ADVERTISER_CONTENT: (own) => ({ '@type': 'AdvertiserContentArticle', ...own }),
}
