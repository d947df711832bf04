import { normalizedText } from '../lib/text/stored-text.ts'

/** An element around text. Two elements of the same name are two: `<q>a</q><q>b</q>` has four quotation marks. */
export interface Wrapper {
  readonly tag: string
  /** With the space before them, escaped */
  readonly attributes: string
}

/** A piece of text with the same elements around it */
interface Run {
  /** The line breaks before it */
  readonly breaks: number
  readonly wrappers: readonly Wrapper[]
  text: string
}

/** Writes inline HTML piece by piece. White space, breaks and elements have one form only, so that the same text is always the same HTML. */
export class InlineWriter {
  readonly #runs: Run[] = []
  /** A break is written with the text after it: there is none at the end. */
  #breaks = 0

  /** Text as a browser shows it: any white space of the source is one space, and none at the start or the end of a line. */
  text(text: string, wrappers: readonly Wrapper[]): void {
    const last = this.#runs.at(-1)
    const spaced = normalizedText(text).replace(/[ \n]+/g, ' ')
    const isAfterSpace = this.#isLineEmpty() || last?.text.endsWith(' ')
    const added = isAfterSpace && spaced.startsWith(' ') ? spaced.slice(1) : spaced
    // A paragraph does not begin with white space of any kind.
    const visible = last === undefined ? added.trimStart() : added
    if (visible === '') return
    if (last?.wrappers === wrappers && this.#breaks === 0) last.text += visible
    else this.#runs.push({ breaks: this.#breaks, wrappers, text: visible })
    this.#breaks = 0
  }

  /** What `<br>` does: it ends the line, even one with nothing in it. */
  break(): void {
    const last = this.#runs.at(-1)
    if (last === undefined) return
    if (this.#breaks === 0 && last.text.endsWith(' ')) last.text = last.text.slice(0, -1)
    this.#breaks++
  }

  /** What the start and the end of a paragraph do: they end a line that has something in it. */
  edge(): void {
    if (!this.#isLineEmpty()) this.break()
  }

  end(): string {
    let html = ''
    let open: readonly Wrapper[] = []
    // A letter and its accent may come in two pieces, which are one character if nothing is written between them.
    let written = ''
    for (const { breaks, wrappers, text } of this.#withoutEnd()) {
      const shared = sharedCount(open, wrappers)
      const between = closing(open.slice(shared)) + '<br />'.repeat(breaks) + opening(wrappers.slice(shared))
      if (between !== '') {
        html += escaped(written.normalize('NFC')) + between
        written = ''
      }
      written += text
      open = wrappers
    }
    return html + escaped(written.normalize('NFC')) + closing(open)
  }

  #isLineEmpty(): boolean {
    return this.#breaks > 0 || this.#runs.length === 0
  }

  /** The runs that have text, without the white space and the breaks after the last. */
  #withoutEnd(): readonly Run[] {
    const end = this.#runs.findLastIndex(({ text }) => text.trim() !== '')
    const last = this.#runs[end]
    if (last === undefined) return []
    return [...this.#runs.slice(0, end).filter(({ text }) => text !== ''), { ...last, text: last.text.trimEnd() }]
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** No more than must be: no-break spaces and quotation marks stay as they are. */
function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? '')
}

function sharedCount(some: readonly Wrapper[], others: readonly Wrapper[]): number {
  const different = some.findIndex((wrapper, index) => wrapper !== others[index])
  return different === -1 ? some.length : different
}

function opening(wrappers: readonly Wrapper[]): string {
  return wrappers.map(({ tag, attributes }) => `<${tag}${attributes}>`).join('')
}

function closing(wrappers: readonly Wrapper[]): string {
  return wrappers
    .map(({ tag }) => `</${tag}>`)
    .reverse()
    .join('')
}
