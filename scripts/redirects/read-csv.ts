import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import type { ImportLine, LineFault } from '../../src/redirect/import-redirects.ts'

const COLUMNS = ['path', 'target', 'permanent']

/** The lines of a file, and what is wrong with their form. @throws Error if nothing of it can be read */
export function readRedirects(file: string, text: string): { lines: ImportLine[]; faults: LineFault[] } {
  const [head, ...records] = recordsIn(file, text)
  const columns = (head?.cells ?? []).map((name) => name.trim().toLowerCase())
  const isHead = columns[0] === 'path' && columns[1] === 'target' && columns.every((name, at) => name === COLUMNS[at])
  if (!isHead) throw new Error(`${file}: the first line must be "path,target" or "path,target,permanent".`)
  const lines: ImportLine[] = []
  const faults: LineFault[] = []
  for (const { number, cells } of records) {
    const [path = '', target = '', said = ''] = cells.map((cell) => cell.trim())
    const permanent = PERMANENT.get(said.toLowerCase())
    const message = whyBad(cells.length, columns.length, { path, target, permanent })
    if (message !== null) faults.push({ number, message })
    else lines.push({ number, path, target, permanent: permanent ?? true })
  }
  return { lines, faults }
}

const PERMANENT: ReadonlyMap<string, boolean> = new Map([
  ['', true],
  ['true', true],
  ['301', true],
  ['308', true],
  ['false', false],
  ['302', false],
  ['307', false],
])

interface Cells {
  readonly path: string
  readonly target: string
  readonly permanent: boolean | undefined
}

function whyBad(given: number, expected: number, { path, target, permanent }: Cells): string | null {
  if (given > expected)
    return `This line has ${given} values, the first line ${expected}. Put a value with a comma in quotation marks.`
  if (path === '' || target === '') return 'The path or the target is missing.'
  return permanent === undefined ? '"permanent" must be true, false, or one of 301, 302, 307 and 308.' : null
}

interface CsvRecord {
  readonly number: number
  readonly cells: readonly string[]
}

function recordsIn(file: string, text: string): CsvRecord[] {
  try {
    // A quotation mark within a value without quotation marks is itself.
    const records: CsvRecord[] = []
    parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (cells, { lines }) => {
        records.push({ number: lines, cells })
        return null
      },
    })
    return records
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new Error(`${file} is no CSV: ${error.message}. Nothing was imported.`)
  }
}
