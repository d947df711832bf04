interface SafeHtmlProps {
  /** HTML that Copydesk has made: `bodyHtml`, or the `headline` and `snippet` of a search. Never anything else. */
  html: string
  /** What it stands in. */
  as: 'a' | 'div' | 'p'
  className?: string
  href?: string
  dir?: 'auto'
}

/** The one place that inserts HTML. Copydesk lets only elements of text and images into it, and escapes everything else. */
export function SafeHtml({ html, as: Element, ...attributes }: SafeHtmlProps) {
  return <Element {...attributes} dangerouslySetInnerHTML={{ __html: html }} />
}
