import type { Measured } from './measure.ts'
import type { Options } from './options.ts'

/** For people. */
export function table(
  measured: ReadonlyMap<string, Measured>,
  { articles, rounds, seconds, connections }: Options,
): string {
  const heads = [
    'page',
    'ratio to ceiling',
    'range',
    'statements',
    'p50 ms',
    'p99 ms',
    'requests/s',
    'ceiling p50',
    'ceiling req/s',
  ]
  const rows = [...measured].map(([name, page]) => [
    name,
    page.ratioToCeiling.toFixed(2),
    page.ratioRange.map((ratio) => ratio.toFixed(2)).join('-'),
    String(page.statements),
    page.p50ms.toFixed(2),
    page.p99ms.toFixed(2),
    page.requestsPerSecond.toFixed(0),
    page.ceiling.p50ms.toFixed(2),
    page.ceiling.requestsPerSecond.toFixed(0),
  ])
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ')
  const what = `${articles} articles, ${connections} connections; medians of ${rounds} rounds of ${seconds} s on each server`
  return [what, '', line(heads), ...rows.map(line)].join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

/** For machines. Milliseconds and ratios with three decimals. */
export function json(measured: ReadonlyMap<string, Measured>): string {
  return JSON.stringify(Object.fromEntries(measured), (_key, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
  )
}
