import { parseArgs } from 'node:util'

/** What the command is to do. */
export type WantedAction =
  | { readonly action: 'add'; readonly patterns: readonly string[] }
  | { readonly action: 'list' }
  | { readonly action: 'remove'; readonly hashes: readonly string[] }

const USAGE = `npm run documents -- 'site/**/*.graphql' manifest.json …    store documents
npm run documents -- --list                               list what is stored
npm run documents -- --remove sha256:… …                  remove`

const ID = /^(?:sha256:)?([0-9a-f]{64})$/

/** @throws Error that says what is wrong */
export function parseDocumentArguments(given: readonly string[]): WantedAction {
  const { list, remove, positionals, unknown } = parsed(given)
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')} is no option.\n\n${USAGE}`)
  if (list && !remove && positionals.length === 0) return { action: 'list' }
  if (list || positionals.length === 0) throw new Error(USAGE)
  if (!remove) return { action: 'add', patterns: positionals }
  const wrong = positionals.filter((id) => !ID.test(id))
  if (wrong.length > 0) throw new Error(`No id of a document: ${wrong.join(', ')}\n\n${USAGE}`)
  return { action: 'remove', hashes: positionals.map((id) => id.replace('sha256:', '')) }
}

function parsed(given: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...given],
    options: { list: { type: 'boolean' }, remove: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  const unknown = Object.keys(values).flatMap((name) => (name === 'list' || name === 'remove' ? [] : [`--${name}`]))
  return { list: values.list === true, remove: values.remove === true, positionals, unknown }
}
