import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind, parse, visit } from 'graphql'
import type { FoundDocument } from './found-document.ts'
import { located } from './located.ts'

interface ParsedFile {
  readonly file: string
  readonly text: string
  readonly document: DocumentNode
}

interface Fragment {
  readonly file: string
  readonly text: string
  readonly node: FragmentDefinitionNode
}

/**
 * The documents of files with GraphQL. A file is one document, to the letter. Fragments that it uses from other files are added at its end, in the order of their
 * names; a file with fragments only is no document.
 * @throws Error that lists all faults
 */
export function documentsInFiles(files: ReadonlyMap<string, string>): FoundDocument[] {
  const faults: string[] = []
  const parsedFiles = [...files].flatMap(([file, text]) => parsedFile(file, text, faults))
  const fragments = fragmentsOf(parsedFiles, faults)
  if (faults.length > 0) throw new Error([...faults, 'Nothing was stored.'].join('\n'))
  return parsedFiles
    .filter(({ document }) => document.definitions.some(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION))
    .map((parsed) => ({ text: completed(parsed, fragments), place: parsed.file, saidHash: null }))
}

function parsedFile(file: string, text: string, faults: string[]): ParsedFile[] {
  try {
    return [{ file, text, document: parse(text) }]
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    faults.push(located(file, error))
    return []
  }
}

function fragmentsOf(files: readonly ParsedFile[], faults: string[]): ReadonlyMap<string, Fragment> {
  const found = new Map<string, Fragment>()
  for (const { file, text, document } of files) {
    for (const node of document.definitions) {
      if (node.kind !== Kind.FRAGMENT_DEFINITION || !node.loc) continue
      const name = node.name.value
      const other = found.get(name)
      if (other && other.file !== file)
        faults.push(`${file}:${node.loc.startToken.line} The fragment "${name}" is also in ${other.file}. Rename one.`)
      found.set(name, { file, text: text.slice(node.loc.start, node.loc.end), node })
    }
  }
  return found
}

function completed({ file, text, document }: ParsedFile, fragments: ReadonlyMap<string, Fragment>): string {
  const needed = new Map<string, Fragment>()
  const collect = (node: DocumentNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value)
        // One that is nowhere is reported when the document is checked.
        if (!fragment || needed.has(value)) return
        needed.set(value, fragment)
        collect(fragment.node)
      },
    })
  }
  collect(document)
  const others = [...needed].filter(([, fragment]) => fragment.file !== file).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [text, ...others.map(([, fragment]) => fragment.text)].join('\n')
}
