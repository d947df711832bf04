import { escapeText } from 'entities'
import type { TableRow } from 'mdast'
import * as z from 'zod'
import { partOf } from '../../comparison/change.ts'
import { asHtml, asText, asWords, type Comparison } from '../../comparison/comparison.ts'
import type { Unfinished } from '../../contract/publishing-rules.ts'
import type { TableBlock, TableInput } from '../../generated/graphql.ts'
import { blockText, sanitizeInline } from '../../markup/inline-html.ts'
import { type Absolute, inlineMarkdown } from '../../markup/inline-markdown.ts'
import { paragraphOf } from '../../markup/markdown.ts'
import { tooManyItems } from '../../mutation/common-errors.ts'
import type { Faults } from '../../mutation/faults.ts'
import { type InputsOf, readInput } from '../../mutation/input.ts'
import { text } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import { type BlockPlace, parseInlineHtml } from './block-place.ts'
import { asItems } from './item-comparison.ts'
import { inlineHtml, optionalText } from './stored.ts'

const LIMITS = { header: { most: 50 }, rows: { most: 500 }, captionText: { most: 500 } } as const

const READS = {
  header: (header: Cells | null, path: Path, faults: Faults) => header && parseCells(header, path, faults),
  rows: parseRows,
  captionText: text(LIMITS.captionText),
} satisfies InputsOf<TableInput>

const cells = z.array(inlineHtml)

type Cells = readonly string[]

/** Data in rows and columns; every row has the same number of cells. */
export const table = blockKind({
  typename: 'TableBlock',
  stored: z.strictObject({
    type: z.literal('table'),
    /** Empty where the columns have no titles */
    header: cells,
    rows: z.array(cells),
    captionText: optionalText,
  }),
  limits: { TableInput: LIMITS },
  parse: (input: TableInput, { path, faults }: BlockPlace) => {
    const { header, ...read } = readInput(input, READS, faults, path)
    return { type: 'table', header: header ?? [], ...read }
  },
  unfinished: unfinishedRows,
  text: ({ header, rows, captionText }) =>
    [captionText ?? '', ...[header, ...rows].map((row) => rowText(row))].filter(Boolean).join('\n'),
  html: ({ header, rows, captionText }) => {
    if (rows.length === 0) return ''
    const title = captionText === null ? '' : `<caption>${escapeText(captionText)}</caption>`
    const head = header.length === 0 ? '' : `<thead>${rowHtml(header, 'th scope="col"', 'th')}</thead>`
    return `<table>${title}${head}<tbody>${rows.map((row) => rowHtml(row, 'td', 'td')).join('')}</tbody></table>\n`
  },
  markdown: ({ header, rows, captionText }, { absolute }) => {
    if (rows.length === 0) return []
    // A table of Markdown has a row of titles.
    const titles = header.length > 0 ? header : (rows[0] ?? []).map(() => '')
    const title =
      captionText === null ? [] : [paragraphOf({ type: 'emphasis', children: [{ type: 'text', value: captionText }] })]
    return [...title, { type: 'table', children: [titles, ...rows].map((row) => rowMarkdown(row, absolute)) }]
  },
  value: ({ header, rows, captionText }) => ({ header, rows, captionText }) satisfies ValueOf<TableBlock>,
  comparisons: {
    header: compareCells,
    rows: asItems<Cells>({ words: rowText, text: rowText, line: (row) => row.join('\t'), inside: compareCells }),
    captionText: asText,
  },
})

function unfinishedRows({ header, rows }: { header: Cells; rows: readonly Cells[] }): Unfinished[] {
  if (rows.length === 0) return [{ rule: 'tableRows', path: ['rows'] }]
  const columns = header.length || (rows[0]?.length ?? 0)
  return rows.flatMap(({ length }, index) =>
    length === columns && columns > 0 ? [] : [{ rule: 'tableColumns' as const, path: ['rows', index] }],
  )
}

function parseRows(rows: readonly Cells[], path: Path, faults: Faults): string[][] {
  const { most } = LIMITS.rows
  if (rows.length > most) {
    faults.take(tooManyItems(path, { actual: rows.length, limit: most }, 'rows'))
  }
  return rows.slice(0, most).map((row, index) => parseCells(row, [...path, index], faults))
}

function parseCells(row: Cells, path: Path, faults: Faults): string[] {
  const { most } = LIMITS.header
  if (row.length > most) {
    faults.take(tooManyItems(path, { actual: row.length, limit: most }, 'cells'))
  }
  return row.slice(0, most).map((html, index) => parseInlineHtml(html, [...path, index], faults))
}

/** Cells are separated by a tab: no cell has one. */
function rowText(row: Cells): string {
  return row.map(blockText).join('\t').trim()
}

function rowHtml(row: Cells, open: string, close: string): string {
  return `<tr>${row.map((html) => `<${open}>${sanitizeInline(html)}</${close}>`).join('')}</tr>`
}

function rowMarkdown(row: Cells, absolute: Absolute): TableRow {
  const children = row.map((html) => ({ type: 'tableCell' as const, children: inlineMarkdown(html, absolute) }))
  return { type: 'tableRow', children }
}

/** Cell by cell, or as a whole where a column came or went. */
function compareCells(was: Cells, is: Cells, place: Parameters<Comparison<Cells>>[2]): ReturnType<Comparison<Cells>> {
  if (was.length !== is.length) return asWords<Cells>((row) => row.join('\t'), 'html')(was, is, place)
  return is.flatMap((html, index) => asHtml(was[index] ?? '', html, partOf(place, index)))
}
