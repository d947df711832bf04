import { escapeText } from 'entities'

// Plain text with several lines, as HTML: there a line end alone would be a space.

/** In one element, with breaks between its lines */
export function linesHtml(text: string): string {
  return escapeText(text).replaceAll('\n', '<br />')
}

/** In paragraphs, which empty lines tell apart */
export function paragraphsHtml(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${linesHtml(paragraph)}</p>`)
    .join('')
}
