import { Readable } from 'node:stream'
import { ErrorLevel, type SitemapItemLoose, SitemapStream, streamToPromise } from 'sitemap'
import type { PageAnswer } from '../../http/published/page.ts'
import { cleanXml } from '../xml/clean-xml.ts'

export const XML = 'application/xml; charset=utf-8'

/** The package refuses to write a sitemap without pages. News may be none for two days. */
const EMPTY =
  '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>\n'

/** A sitemap of these pages. @param validUntil as PageAnswer has it */
export async function urlset(items: readonly SitemapItemLoose[], validUntil?: number): Promise<PageAnswer> {
  if (items.length === 0) return { status: 200, type: XML, body: EMPTY }
  const stream = new SitemapStream({
    level: ErrorLevel.THROW,
    xmlns: { news: true, xhtml: true, image: true, video: false },
  })
  const written = await streamToPromise(Readable.from(items).pipe(stream))
  return { status: 200, type: XML, body: cleanXml(written.toString()), ...(validUntil !== undefined && { validUntil }) }
}
