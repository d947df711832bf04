import { escapeText } from 'entities'
import * as z from 'zod'
import { partOf } from '../../comparison/change.ts'
import { asHtml, asText, asWords, type Comparison } from '../../comparison/comparison.ts'
import type { TableBlock, TableInput } from '../../generated/graphql.ts'
import { blockText, sanitizeInline } from '../../markup/inline-html.ts'
import { outOfRange, tooManyItems } from '../../mutation/common-errors.ts'
import type { Faults } from '../../mutation/faults.ts'
import { type InputsOf, readInput } from '../../mutation/input.ts'
import { text } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import { type BlockPlace, parseOptionalHtml } from './block-place.ts'
import { asItems } from './item-comparison.ts'
import { cellHtml, optionalText } from './stored.ts'

const LIMITS = { header: { most: 50 }, rows: { most: 500 }, captionText: { most: 500 } } as const

const READS = {
  header: (header: Cells | null, path: Path, faults: Faults) => header && parseCells(header, path, faults),
  rows: parseRows,
  captionText: text(LIMITS.captionText),
} satisfies InputsOf<TableInput>

const cells = z.array(cellHtml)

type Cells = readonly string[]

/** Data in rows and columns; every row has the same number of cells. */
export const table = blockKind({
  typename: 'TableBlock',
  stored: z
    .strictObject({
      type: z.literal('table'),
      /** Empty where the columns have no titles */
      header: cells,
      rows: z.array(cells).min(1, 'Must have at least one row.'),
      captionText: optionalText,
    })
    .superRefine(checkColumns),
  limits: { TableInput: LIMITS },
  parse: (input: TableInput, { path, faults }: BlockPlace) => {
    const { header: given, rows, captionText = null } = readInput(input, READS, faults, path)
    const header = given ?? []
    checkCells({ header, rows }, path, faults)
    return { type: 'table', header, rows, captionText }
  },
  text: ({ header, rows, captionText }) =>
    [captionText ?? '', ...[header, ...rows].map((row) => rowText(row))].filter(Boolean).join('\n'),
  html: ({ header, rows, captionText }) => {
    const title = captionText === null ? '' : `<caption>${escapeText(captionText)}</caption>`
    const head = header.length === 0 ? '' : `<thead>${rowHtml(header, 'th scope="col"', 'th')}</thead>`
    return `<table>${title}${head}<tbody>${rows.map((row) => rowHtml(row, 'td', 'td')).join('')}</tbody></table>\n`
  },
  value: ({ header, rows, captionText }) => ({ header, rows, captionText }) satisfies ValueOf<TableBlock>,
  comparisons: {
    header: compareCells,
    rows: asItems<Cells>({ words: rowText, text: rowText, line: (row) => row.join('\t'), inside: compareCells }),
    captionText: asText,
  },
})

interface Grid {
  readonly header: Cells
  readonly rows: readonly Cells[]
}

function columnsOf({ header, rows }: Grid): number {
  return header.length || (rows[0]?.length ?? 0)
}

/** The rows that do not have as many cells as the table has columns, or none. */
function unevenRows(grid: Grid): { index: number; cells: number }[] {
  const columns = columnsOf(grid)
  const rows = grid.rows.map(({ length }, index) => ({ index, cells: length }))
  return rows.filter(({ cells }) => cells !== columns || columns === 0)
}

function unevenInWords(cells: number, columns: number): string {
  return `Has ${cells} cells where the table has ${columns} columns. Give every row the same number of cells, at least one.`
}

function checkColumns(grid: Grid, context: z.RefinementCtx): void {
  for (const { index, cells } of unevenRows(grid)) {
    const message = unevenInWords(cells, columnsOf(grid))
    context.addIssue({ code: 'custom', path: ['rows', index], message, input: cells })
  }
}

/** What `checkColumns` refuses of the stored form, in the words of the input. */
function checkCells(grid: Grid, path: Path, faults: Faults): void {
  if (grid.rows.length === 0) faults.add('REQUIRED', [...path, 'rows'], 'Must have at least one row.')
  const columns = columnsOf(grid)
  const range = { min: Math.max(columns, 1), max: Math.max(columns, 1) }
  for (const { index, cells } of unevenRows(grid)) {
    const place = [...path, 'rows', index]
    faults.take(outOfRange(place, cells, range, ({ number }) => unevenInWords(number, columns)))
  }
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
  return row.slice(0, most).map((html, index) => parseOptionalHtml(html, [...path, index], faults))
}

/** Cells are told apart by a tab: no cell has one. */
function rowText(row: Cells): string {
  return row.map(blockText).join('\t').trim()
}

function rowHtml(row: Cells, open: string, close: string): string {
  return `<tr>${row.map((html) => `<${open}>${sanitizeInline(html)}</${close}>`).join('')}</tr>`
}

/** Cell by cell, or as a whole where a column came or went. */
function compareCells(was: Cells, is: Cells, place: Parameters<Comparison<Cells>>[2]): ReturnType<Comparison<Cells>> {
  if (was.length !== is.length) return asWords<Cells>((row) => row.join('\t'), 'html')(was, is, place)
  return is.flatMap((html, index) => asHtml(was[index] ?? '', html, partOf(place, index)))
}
