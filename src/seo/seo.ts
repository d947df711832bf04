import type { HeadElement, OpenGraph, Seo, SeoImage, TwitterCard } from '../generated/graphql.ts'
import { type SharedImage, SOCIAL_RATIO, sharedFile } from './data/images.ts'
import { headOf } from './head.ts'
import { scriptOf } from './json-ld/script.ts'
import type { Page } from './page.ts'

/** A value, or what makes it if it is selected. */
type Lazy<Type> = { readonly [Name in Exclude<keyof Type, '__typename'>]: Type[Name] | (() => Type[Name]) }

/** The fields of `Seo`. */
export function seoOf(page: Page): Lazy<Seo> {
  const { title, description, canonical, alternates, breadcrumbs, graph } = page
  return {
    title,
    description,
    canonical,
    robots: robotsOf(page),
    alternates: [...alternates],
    openGraph: () => openGraphOf(page),
    twitter: () => twitterOf(page),
    jsonLd: () => ({ ...graph }),
    jsonLdScript: () => scriptOf(graph),
    breadcrumbs: [...breadcrumbs],
    tags: () => tagsOf(page),
  }
}

/** Large images are what Google Discover asks for. */
const robotsOf = ({ isListed }: Page): string => (isListed ? 'index, follow, max-image-preview:large' : 'noindex')

function imageOf(image: SharedImage | null): SeoImage | null {
  if (!image) return null
  const { url, width, height } = sharedFile(image, SOCIAL_RATIO)
  return { url, width, height, alt: image.alt, type: 'image/jpeg' }
}

function openGraphOf({
  site,
  type,
  socialTitle,
  socialDescription,
  canonical,
  locale,
  image,
  article,
}: Page): OpenGraph {
  return {
    type,
    title: socialTitle,
    description: socialDescription,
    url: canonical,
    siteName: site.name,
    locale: openGraphLocale(locale),
    image: imageOf(image),
    publishedTime: article?.publishedTime ?? null,
    modifiedTime: article?.modifiedTime ?? null,
    section: article?.section ?? null,
    authors: [...(article?.authors ?? [])],
    tags: [...(article?.tags ?? [])],
  }
}

/** Language and territory: "en_US" for "en", "he_IL" for "he". Open Graph knows no language alone. */
function openGraphLocale(locale: string): string {
  const { language, region } = new Intl.Locale(locale).maximize()
  return region === undefined ? language : `${language}_${region}`
}

function twitterOf({ site, socialTitle, socialDescription, image }: Page): TwitterCard {
  const shared = imageOf(image)
  return {
    card: shared ? 'summary_large_image' : 'summary',
    site: site.xHandle,
    title: socialTitle,
    description: socialDescription,
    image: shared?.url ?? null,
    imageAlt: shared?.alt ?? null,
  }
}

function tagsOf(page: Page): HeadElement[] {
  const { title, description, canonical, alternates, graph } = page
  const own = { title, description, canonical, alternates, robots: robotsOf(page) }
  return headOf({ ...own, openGraph: openGraphOf(page), twitter: twitterOf(page), jsonLdScript: scriptOf(graph) })
}
