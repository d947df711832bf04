/** XML 1.0 cannot have these characters in any form. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/** A document without the characters that XML cannot have, whatever its texts say. */
export function cleanXml(xml: string): string {
  return xml.replace(FORBIDDEN, '')
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** HTML has names for further characters, which XML does not know. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? '')
}

const SECTION = /\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*/g

/** The same document with escaped texts instead of CDATA sections, which feedsmith sets on lines of their own: the white space around them would be part of the text. */
export function withoutSections(xml: string): string {
  return xml.replace(SECTION, (_section, text: string) => escapeXml(text))
}
