import { Parser } from 'htmlparser2'

/** An element around a run of text: `value` is the target of a link, or the language and direction of a span. */
export interface Mark {
  readonly element: string
  readonly value: string | null
}

/** A run of text and the elements around it, outermost first. */
export interface MarkedText {
  readonly text: string
  readonly marks: readonly Mark[]
}

/** Inline HTML as runs of text, each with its marks. The texts together are `blockText` of clean HTML. */
export function markedTexts(html: string): MarkedText[] {
  const open: Mark[] = []
  const runs: MarkedText[] = []
  const parser = new Parser({
    ontext: (text) => runs.push({ text, marks: [...open] }),
    onopentag: (element, attributes) => {
      if (element === 'br') runs.push({ text: '\n', marks: [...open] })
      else open.push({ element, value: attributeText(attributes) })
    },
    onclosetag: (element) => {
      if (element !== 'br') open.pop()
    },
  })
  parser.end(html)
  return runs
}

function attributeText({ href, ...others }: Readonly<Record<string, string>>): string | null {
  if (href !== undefined) return href
  const named = Object.entries(others).map(([name, value]) => `${name}="${value}"`)
  return named.length === 0 ? null : named.join(' ')
}
