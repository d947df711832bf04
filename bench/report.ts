import type { ModeResult } from './delivery/modes.ts'
import type { Measured } from './measure.ts'
import type { Options } from './options.ts'
import type { SaveReport } from './save/bench-saves.ts'

/** For people. */
export function tables(pages: ReadonlyMap<string, Measured>, saves: SaveReport | null, options: Options): string {
  const { articles, rounds, seconds, connections } = options
  const parts: string[] = []
  if (pages.size > 0) {
    const what = `${articles} articles, ${connections} connections; medians of ${rounds} rounds of ${seconds} s on each server`
    parts.push(what, pageTable(pages))
  }
  if (saves) {
    const what = `${articles} articles, saved through HTTP; at most ${saves.statements} statements in the transaction; medians of ${rounds} rounds of ${seconds} s`
    parts.push(what, saveTable(saves))
  }
  return parts.join('\n\n')
}

function pageTable(pages: ReadonlyMap<string, Measured>): string {
  const heads = [
    'page',
    'ratio to ceiling',
    'range',
    'statements',
    'p50 ms',
    'p99 ms',
    'requests/s',
    'refused',
    'ceiling p50',
    'ceiling req/s',
  ]
  const rows = [...pages].map(([name, page]) => [
    name,
    page.ratioToCeiling.toFixed(2),
    page.ratioRange.map((ratio) => ratio.toFixed(2)).join('-'),
    String(page.statements),
    page.p50ms.toFixed(2),
    page.p99ms.toFixed(2),
    page.requestsPerSecond.toFixed(0),
    percent(page.refused),
    page.ceiling.p50ms.toFixed(2),
    page.ceiling.requestsPerSecond.toFixed(0),
  ])
  return aligned(heads, rows)
}

function saveTable({ measured }: SaveReport): string {
  const heads = ['save', 'times by hand', 'range', 'p50 ms', 'saves/s', 'by hand p50', 'by hand saves/s']
  const rows = measured.map((save) => [
    `${save.writers} at once, ${save.revisions} revisions`,
    save.ratioToByHand.toFixed(2),
    save.ratioRange.map((ratio) => ratio.toFixed(2)).join('-'),
    save.p50ms.toFixed(2),
    save.savesPerSecond.toFixed(0),
    save.byHand.p50ms.toFixed(2),
    save.byHand.savesPerSecond.toFixed(0),
  ])
  return aligned(heads, rows)
}

/** Of each way of delivery. */
export function modeTable(modes: readonly ModeResult[], { articles, rounds, seconds }: Options): string {
  const heads = [
    'mode',
    'connections',
    'ratio',
    'range',
    'p50 ms',
    'p99 ms',
    'requests/s',
    'refused',
    'other req/s',
    'CPU ms',
    'other CPU',
    'hits',
    'KB',
    'RSS MB',
    'against',
  ]
  const rows = modes.map((mode) => [
    mode.mode,
    String(mode.connections),
    mode.ratio.toFixed(2),
    mode.range.map((ratio) => ratio.toFixed(2)).join('-'),
    mode.p50ms.toFixed(2),
    mode.p99ms.toFixed(2),
    mode.requestsPerSecond.toFixed(0),
    percent(mode.refused),
    mode.otherRequestsPerSecond.toFixed(0),
    mode.cpuMs.toFixed(2),
    mode.otherCpuMs.toFixed(2),
    mode.hits === null ? '' : `${(mode.hits * 100).toFixed(1)}%`,
    mode.kilobytes.toFixed(1),
    mode.megabytes.toFixed(0),
    mode.against,
  ])
  return `${articles} articles; medians of ${rounds} rounds of ${seconds} s on each server\n\n${aligned(heads, rows)}`
}

function percent(share: number): string {
  return share === 0 ? '' : `${(share * 100).toFixed(1)}%`
}

export function aligned(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ')
  return [heads, ...rows].map(line).join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

/** For machines. Milliseconds and ratios with three decimals. */
export function json(pages: ReadonlyMap<string, Measured>, saves: SaveReport | null): string {
  return JSON.stringify({ ...Object.fromEntries(pages), ...(saves && { save: saves }) }, (_key, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
  )
}
