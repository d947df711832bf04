import { escapeUTF8 as escaped } from 'entities'
import { direction } from '../../lib/locale.ts'
import type { MailTexts } from '../mail.ts'

export interface Link {
  readonly label: string
  readonly url: string
}

/** An article in a list: its parts are in the article's own language. */
export interface ListedArticle {
  readonly locale: string
  readonly kicker: string | null
  readonly headline: string
  readonly standfirst: string | null
  readonly byline: string | null
  readonly url: string
}

/** One part of a mail, from which both the text and the HTML are made. */
export type Part =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'subheading'; readonly text: string }
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'names'; readonly names: readonly string[] }
  | { readonly type: 'button'; readonly link: Link }
  | { readonly type: 'article'; readonly article: ListedArticle; readonly size: 'large' | 'small' }
  /** What was corrected, below the article that it is about */
  | { readonly type: 'note'; readonly locale: string; readonly text: string }

export interface Letter {
  readonly locale: string
  readonly siteName: string
  readonly siteUrl?: string
  readonly subject: string
  /** What the list of mails shows after the subject */
  readonly preview: string
  readonly parts: readonly Part[]
  /** Why the reader gets this mail, and how to end it */
  readonly footer: { readonly text: string; readonly links: readonly Link[] }
}

/** The texts of a mail. Nothing is loaded from elsewhere: no image, no font, no tracking pixel. */
export function letter(content: Letter): MailTexts {
  return { subject: oneLine(content.subject), text: textOf(content), html: htmlOf(content) }
}

/** A header has one line. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

function textOf({ siteName, parts, footer }: Letter): string {
  const blocks = [
    isolated(siteName),
    ...parts.map(textOfPart),
    '-- ',
    footer.text,
    ...footer.links.map(({ label, url }) => `${label}:\n${url}`),
  ]
  return `${blocks.join('\n\n').replace('\n\n-- \n\n', '\n\n-- \n')}\n`
}

function textOfPart(part: Part): string {
  switch (part.type) {
    case 'heading':
    case 'subheading':
    case 'paragraph':
      return part.text
    case 'names':
      return part.names.map((name) => `- ${isolated(name)}`).join('\n')
    case 'button':
      return `${part.link.label}:\n${part.link.url}`
    case 'note':
      return part.text
    case 'article': {
      const { kicker, headline, standfirst, byline, url } = part.article
      return [kicker, headline, standfirst, byline, url].filter((line) => line !== null).join('\n')
    }
  }
}

/** A name in its own direction, whatever is around it: U+2068 and U+2069 of Unicode's bidirectional algorithm. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const SERIF = "Georgia,'Times New Roman',serif"

/** One table, 600 pixels wide or as wide as the screen. Every mail program knows tables and inline styles; few know more. */
function htmlOf({ locale, siteName, siteUrl, subject, preview, parts, footer }: Letter): string {
  const dir = direction(locale).toLowerCase()
  const start = dir === 'rtl' ? 'right' : 'left'
  const name = `<bdi>${escaped(siteName)}</bdi>`
  const masthead =
    siteUrl === undefined
      ? name
      : `<a href="${escaped(siteUrl)}" style="color:#1a1a1a;text-decoration:none">${name}</a>`
  const links = footer.links
    .map(({ label, url }) => `<a href="${escaped(url)}" style="color:#555555">${escaped(label)}</a>`)
    .join(' &nbsp; ')
  return `<!doctype html>
<html lang="${escaped(locale)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escaped(oneLine(subject))}</title>
</head>
<body style="margin:0;padding:0;background:#f2f0eb">
<div style="display:none;max-height:0;overflow:hidden">${escaped(preview)}</div>
<table role="presentation" dir="${dir}" width="100%" cellpadding="0" cellspacing="0" style="background:#f2f0eb;font-family:${FONT};font-size:16px;line-height:1.5;color:#1a1a1a">
<tr><td align="center" style="padding:16px 8px">
<table role="presentation" dir="${dir}" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-top:4px solid #a4161a;text-align:${start}">
<tr><td style="padding:20px 24px 4px;font-size:14px;font-weight:bold">${masthead}</td></tr>
${parts.map((part) => `<tr><td style="padding:${PADDING[part.type]}">${htmlOfPart(part)}</td></tr>`).join('\n')}
<tr><td style="padding:16px 24px 24px"><div style="border-top:1px solid #dddddd;padding-top:16px;font-size:13px;color:#555555">${escaped(footer.text)}<br>${links}</div></td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

const PADDING: Readonly<Record<Part['type'], string>> = {
  heading: '8px 24px',
  subheading: '20px 24px 4px',
  paragraph: '8px 24px',
  names: '0 24px',
  button: '12px 24px',
  article: '10px 24px',
  note: '0 24px 10px',
}

function htmlOfPart(part: Part): string {
  switch (part.type) {
    case 'heading':
      return `<h1 style="margin:0;font-size:22px;line-height:1.3">${escaped(part.text)}</h1>`
    case 'subheading':
      return `<h2 style="margin:0;font-size:15px;line-height:1.3;color:#a4161a">${escaped(part.text)}</h2>`
    case 'paragraph':
      return lines(part.text)
    case 'names':
      return `<ul style="margin:0;padding:0 20px">${part.names.map((name) => `<li><bdi>${escaped(name)}</bdi></li>`).join('')}</ul>`
    case 'button':
      return `<a href="${escaped(part.link.url)}" style="display:inline-block;padding:12px 20px;background:#a4161a;color:#ffffff;font-weight:bold;text-decoration:none;border-radius:4px">${escaped(part.link.label)}</a>`
    case 'note':
      return inOwnDirection(
        part.locale,
        `<div style="padding:8px 12px;background:#f7f5f0;font-size:14px">${lines(part.text)}</div>`,
      )
    case 'article':
      return inOwnDirection(part.article.locale, articleHtml(part.article, part.size))
  }
}

function articleHtml({ kicker, headline, standfirst, byline, url }: ListedArticle, size: 'large' | 'small'): string {
  const fontSize = size === 'large' ? 26 : 19
  return [
    kicker === null ? '' : `<div style="font-size:13px;font-weight:bold;color:#a4161a">${escaped(kicker)}</div>`,
    `<a href="${escaped(url)}" style="font-family:${SERIF};font-size:${fontSize}px;font-weight:bold;line-height:1.25;color:#1a1a1a;text-decoration:none">${escaped(headline)}</a>`,
    standfirst === null ? '' : `<div style="padding-top:4px;color:#333333">${lines(standfirst)}</div>`,
    byline === null ? '' : `<div style="padding-top:4px;font-size:13px;color:#555555">${escaped(byline)}</div>`,
  ].join('')
}

function inOwnDirection(locale: string, html: string): string {
  const dir = direction(locale).toLowerCase()
  return `<div lang="${escaped(locale)}" dir="${dir}" style="text-align:${dir === 'rtl' ? 'right' : 'left'}">${html}</div>`
}

function lines(text: string): string {
  return escaped(text).replaceAll('\n', '<br>')
}
