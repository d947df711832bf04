import { escapeText } from 'entities'
import * as z from 'zod'
import { asHtml, asText, asWords, type Comparison } from '../../comparison/comparison.ts'
import type { TableBlock, TableInput } from '../../generated/graphql.ts'
import { blockText, sanitizeInline } from '../../markup/inline-html.ts'
import type { Faults } from '../../mutation/faults.ts'
import { parseText } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import { type BlockPlace, parseOptionalHtml } from './block-place.ts'
import { asItems } from './item-comparison.ts'
import { cellHtml, optionalText } from './stored.ts'

export const MAX_COLUMNS = 50
export const MAX_ROWS = 500
export const MAX_CAPTION = 500

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
      caption: optionalText,
    })
    .superRefine(checkColumns),
  parse: ({ header, rows, caption }: TableInput, { path, faults }: BlockPlace) => ({
    type: 'table',
    header: parseCells(header ?? [], [...path, 'header'], faults),
    rows: parseRows(rows, [...path, 'rows'], faults),
    caption: parseText(caption, [...path, 'caption'], { most: MAX_CAPTION }, faults),
  }),
  text: ({ header, rows, caption }) =>
    [caption ?? '', ...[header, ...rows].map((row) => rowText(row))].filter(Boolean).join('\n'),
  html: ({ header, rows, caption }) => {
    const title = caption === null ? '' : `<caption>${escapeText(caption)}</caption>`
    const head = header.length === 0 ? '' : `<thead>${rowHtml(header, 'th scope="col"', 'th')}</thead>`
    return `<table>${title}${head}<tbody>${rows.map((row) => rowHtml(row, 'td', 'td')).join('')}</tbody></table>\n`
  },
  value: ({ header, rows, caption }) => ({ header, rows, caption }) satisfies ValueOf<TableBlock>,
  comparisons: {
    header: compareCells,
    rows: asItems<Cells>({ words: rowText, text: rowText, inside: compareCells }),
    caption: asText,
  },
})

function checkColumns({ header, rows }: { header: Cells; rows: readonly Cells[] }, context: z.RefinementCtx): void {
  const columns = header.length || (rows[0]?.length ?? 0)
  for (const [index, row] of rows.entries()) {
    if (row.length === columns && columns > 0) continue
    const message = `Has ${row.length} cells where the table has ${columns} columns. Give every row the same number of cells, at least one.`
    context.addIssue({ code: 'custom', path: ['rows', index], message, input: row })
  }
}

function parseRows(rows: readonly Cells[], path: Path, faults: Faults): string[][] {
  if (rows.length > MAX_ROWS) {
    faults.add('TOO_LONG', path, `This has ${rows.length} rows. Shorten it to at most ${MAX_ROWS}.`)
  }
  return rows.slice(0, MAX_ROWS).map((row, index) => parseCells(row, [...path, index], faults))
}

function parseCells(row: Cells, path: Path, faults: Faults): string[] {
  if (row.length > MAX_COLUMNS) {
    faults.add('TOO_LONG', path, `This has ${row.length} cells. Shorten it to at most ${MAX_COLUMNS}.`)
  }
  return row.slice(0, MAX_COLUMNS).map((html, index) => parseOptionalHtml(html, [...path, index], faults))
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
  if (was.length !== is.length) return asWords<Cells>(rowText)(was, is, place)
  return is.flatMap((html, index) => asHtml(was[index] ?? '', html, { ...place, path: `${place.path}.${index}` }))
}
