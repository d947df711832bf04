import { parseArgs } from 'node:util'

export interface WantedImport {
  readonly files: readonly string[]
  /** Imports the other lines of a file in which some are bad */
  readonly skipBad: boolean
}

const USAGE = `npm run redirects -- file.csv …              import redirects; a file with a bad line is not imported
npm run redirects -- --skip-bad file.csv …   import the other lines of it`

/** @throws Error that says what is wrong */
export function parseRedirectArguments(given: readonly string[]): WantedImport {
  const { values, positionals } = parseArgs({
    args: [...given],
    options: { 'skip-bad': { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  const unknown = Object.keys(values).filter((name) => name !== 'skip-bad')
  if (unknown.length > 0) throw new Error(`--${unknown.join(', --')} is no option.\n\n${USAGE}`)
  if (positionals.length === 0) throw new Error(USAGE)
  return { files: positionals, skipBad: values['skip-bad'] === true }
}
