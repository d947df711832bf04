import type {
  AdvertiserContentArticle,
  CorrectionComment,
  ImageObject,
  NewsArticle,
  NewsArticleLeaf,
  WebPageElement,
} from 'schema-dts'
import { digitalSourceUri, SOURCE_OF_AI_USE } from '../../contract/digital-sources.ts'
import { absoluteUrl, articlePath, type Site } from '../../site/site.ts'
import type { ArticleSeoData } from '../data/article-seo.expressions.ts'
import { RATIOS, type SharedImage, sharedFile } from '../data/images.ts'
import type { SiteSeo } from '../data/site-seo.expressions.ts'
import { type ArticleProperties, TYPED } from './genre.ts'
import { imageObject, organizationOf, websiteOf } from './site.ts'
import { person, thing } from './things.ts'

interface Said {
  readonly url: string
  readonly description: string | null
  readonly image: SharedImage | null
  /** CSS selectors of what only subscribers see */
  readonly paywalled: readonly string[]
}

/** The article, as the type of its genre. */
export function articleNode(data: ArticleSeoData, said: Said, seo: SiteSeo): NewsArticle | AdvertiserContentArticle {
  const { url, description, image, paywalled } = said
  const source = SOURCE_OF_AI_USE[data.ai_use]
  const { headline, kicker, locale, publishedAt, modifiedAt, wordCount } = data
  return TYPED[data.genre]({
    '@id': `${url}#article`,
    mainEntityOfPage: url,
    url,
    headline,
    ...(kicker !== null && { alternativeHeadline: kicker }),
    ...(description !== null && { description }),
    ...(image && { image: imagesOf(image) }),
    ...(publishedAt !== null && { datePublished: publishedAt }),
    ...(modifiedAt !== null && { dateModified: modifiedAt }),
    publisher: organizationOf(seo),
    isPartOf: websiteOf(seo),
    inLanguage: locale,
    ...(wordCount > 0 && { wordCount }),
    ...peopleOf(data, seo.site),
    ...subjectsOf(data, seo.site),
    ...correctionsOf(data),
    ...translationsOf(data, seo.site),
    ...paywallOf(paywalled),
    ...(source && { digitalSourceType: { '@id': digitalSourceUri(source) } }),
  })
}

const imagesOf = (image: SharedImage): ImageObject[] => RATIOS.map((ratio) => imageObject(sharedFile(image, ratio)))

type Part = 'author' | 'editor' | 'translator' | 'contributor'

const PARTS: Readonly<Record<string, Part>> = { WRITER: 'author', EDITOR: 'editor', TRANSLATOR: 'translator' }

/** Those who wrote it are its authors; where nobody is credited for that, all who are credited. */
function peopleOf({ credits }: ArticleSeoData, site: Site): Pick<ArticleProperties, Part> {
  const isWritten = credits.some(({ role }) => role === 'WRITER')
  const partOf = (role: string): Part => (isWritten ? (PARTS[role] ?? 'contributor') : 'author')
  const of = (part: Part) => credits.filter(({ role }) => partOf(role) === part).map((credit) => person(credit, site))
  const [author, editor, translator, contributor] = [of('author'), of('editor'), of('translator'), of('contributor')]
  return {
    ...(author.length > 0 && { author }),
    ...(editor.length > 0 && { editor }),
    ...(translator.length > 0 && { translator }),
    ...(contributor.length > 0 && { contributor }),
  }
}

type Subject = 'articleSection' | 'keywords' | 'about' | 'mentions'

function subjectsOf({ sections, topics }: ArticleSeoData, site: Site): Pick<ArticleProperties, Subject> {
  const of = (rel: 'ABOUT' | 'MENTIONS') =>
    topics.filter((topic) => topic.rel === rel).map((topic) => thing(topic, site))
  const [section, about, mentions] = [sections.at(-1), of('ABOUT'), of('MENTIONS')]
  return {
    ...(section && { articleSection: section.name }),
    ...(topics.length > 0 && { keywords: topics.map(({ name }) => name) }),
    ...(about.length > 0 && { about }),
    ...(mentions.length > 0 && { mentions }),
  }
}

function correctionsOf({ corrections }: ArticleSeoData): Pick<ArticleProperties, 'correction'> {
  if (corrections.length === 0) return {}
  const correction = corrections.map(({ text, publishedAt }): CorrectionComment => {
    return { '@type': 'CorrectionComment', text, datePublished: publishedAt }
  })
  return { correction }
}

/** The first article of a story is the work that the others translate. */
function translationsOf(
  { id, story }: ArticleSeoData,
  site: Site,
): Pick<ArticleProperties, 'translationOfWork' | 'workTranslation'> {
  const own = story.filter((work) => work.canonicalUrl === null)
  const [original, ...others] = own
  if (!original || own.every((work) => work.id !== id)) return {}
  if (original.id !== id) return { translationOfWork: workOf(original, site) }
  return others.length === 0 ? {} : { workTranslation: others.map((work) => workOf(work, site)) }
}

function workOf({ locale, slug, headline }: ArticleSeoData['story'][number], site: Site): NewsArticleLeaf {
  const url = absoluteUrl(articlePath({ locale, slug }, site), site)
  return { '@type': 'NewsArticle', '@id': `${url}#article`, url, headline, inLanguage: locale }
}

function paywallOf(paywalled: readonly string[]): Pick<ArticleProperties, 'isAccessibleForFree' | 'hasPart'> {
  if (paywalled.length === 0) return {}
  const hasPart = paywalled.map((cssSelector): WebPageElement => {
    return { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector }
  })
  return { isAccessibleForFree: false, hasPart }
}
