import { printedDate } from '../dates.ts'

interface DateLineProps {
  byline: string | null
  publishedAt: string | null
  locale: string
}

/** Who wrote it, and the date that readers are shown. */
export function DateLine({ byline, publishedAt, locale }: DateLineProps) {
  return (
    <p className="date-line">
      {byline && <span>{byline}</span>}
      {publishedAt && (
        <time dateTime={publishedAt} suppressHydrationWarning>
          {printedDate(publishedAt, locale)}
        </time>
      )}
    </p>
  )
}
