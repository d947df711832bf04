import { sql } from 'kysely'
import * as z from 'zod'
import { storedAiUse } from '../content/ai-use.ts'
import { articleMarkdown, type PrintedCorrection } from '../content/article-markdown.ts'
import { writtenField } from '../content/body.field.ts'
import { TEXT_COLUMNS } from '../content/content.fields.ts'
import { CorrectionKind } from '../generated/prisma/enums.ts'
import { listOf, textOf, textOrNull } from '../lib/json.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { tagged } from '../reading/field.ts'
import { column, type Expression, type Field } from '../reading/plan.ts'
import { isoTimestamp } from '../reading/sql.ts'
import { absoluteHref, absoluteUrl, articlePath, type Site } from '../site/site.ts'
import { articleId, contentModifiedAt } from '../stage/article.rows.ts'
import { byline } from './byline.ts'
import { creditsOf, printedCredits, tagsOfPrinted } from './credits.values.ts'

const publishedAt = column('article', 'published_at')

const dates: Expression = (row) =>
  sql`json_build_array(${isoTimestamp(publishedAt(row))}, case when ${contentModifiedAt(row)} > ${publishedAt(row)}
    then ${isoTimestamp(contentModifiedAt(row))} end)`

const corrections: Expression = (row) => sql`
  (select coalesce(json_agg(json_build_array(c.kind, c.text, ${isoTimestamp(sql`c.published_at`)}) order by c.published_at desc, c.id desc), '[]'::json)
  from correction c where c.article_id = ${articleId(row)} and c.removed_at is null)`

const aiUse: Expression = (row) =>
  sql`json_build_object('kind', ${column('revision', 'ai_use')(row)}, 'note', ${column('revision', 'ai_note')(row)})`

const frameOf = (site: Site): readonly Expression[] => [
  TEXT_COLUMNS.kicker,
  TEXT_COLUMNS.headline,
  TEXT_COLUMNS.standfirst,
  TEXT_COLUMNS.dateline,
  aiUse,
  column('article', 'locale'),
  column('article', 'slug'),
  printedCredits(site),
  dates,
  corrections,
]

/** Article.markdown */
export function markdown(site: Site, images: ImageAddresses): Field {
  const field = writtenField(
    images,
    frameOf(site),
    (written, [kicker, headline, standfirst, dateline, ai, language, slug, credits, at, corrected]) => {
      const locale = textOf(language)
      const url = absoluteUrl(articlePath({ locale, slug: textOf(slug) }, site), site)
      const [published, updated] = listOf(at)
      const frame = {
        kicker: textOrNull(kicker),
        headline: textOf(headline),
        standfirst: textOrNull(standfirst),
        dateline: textOrNull(dateline),
        byline: byline(creditsOf(credits), locale),
        url,
        locale,
        publishedAt: textOrNull(published),
        updatedAt: textOrNull(updated),
        aiUse: storedAiUse.parse(ai),
        corrections: correctionsOf(corrected),
      }
      return articleMarkdown(frame, written, (href) => absoluteHref(href, url, site))
    },
  )
  return tagged(tagsOfPrinted(site), field)
}

const printed = z.array(z.tuple([z.enum(CorrectionKind), z.string(), z.string()]))

function correctionsOf(value: unknown): PrintedCorrection[] {
  return printed.parse(value).map(([kind, text, at]) => ({ kind, text, publishedAt: at }))
}
