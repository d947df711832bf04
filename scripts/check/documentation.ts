import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql'
import { filesMatching } from './files.ts'
import { some } from './skipped.ts'

const LINK = /\]\(([^)\s]+)\)/g
const EXAMPLE = /```graphql\n(.*?)```/gs

/** Links that lead nowhere, and GraphQL examples that the schema refuses. */
export async function untrueDocumentation(): Promise<string[]> {
  const schema = buildSchema(await readFile('schema.graphql', 'utf8'))
  const files = await filesMatching(['*.md', 'docs/**/*.md'])
  const texts = await Promise.all(
    files.map(async (file): Promise<[string, string]> => [file, await readFile(file, 'utf8')]),
  )
  some(
    texts.flatMap(([, text]) => [...text.matchAll(LINK)]),
    'links in the documentation',
  )
  some(
    texts.flatMap(([, text]) => [...text.matchAll(EXAMPLE)]),
    'examples in the documentation',
  )
  const faults = texts.map(async ([file, text]) => [
    ...(await deadLinks(file, text)),
    ...refusedExamples(file, text, schema),
  ])
  return (await Promise.all(faults)).flat()
}

async function deadLinks(file: string, text: string): Promise<string[]> {
  const faults: string[] = []
  for (const [, link = ''] of text.matchAll(LINK)) {
    if (/^\w+:/.test(link)) continue
    const [path = '', heading] = link.split('#')
    const target = path === '' ? text : await readFile(join(dirname(file), path), 'utf8').catch(nothing)
    if (target === null) faults.push(`${file}: ${path} is not there`)
    else if (heading && !headings(target).includes(heading)) faults.push(`${file}: ${path} has no heading #${heading}`)
  }
  return faults
}

/** A folder is as good as a file. */
function nothing(error: NodeJS.ErrnoException): string | null {
  return error.code === 'EISDIR' ? '' : null
}

/** As GitHub makes anchors of headings. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function refusedExamples(file: string, text: string, schema: GraphQLSchema): string[] {
  return [...text.matchAll(EXAMPLE)].flatMap(([, example = '']) =>
    validate(schema, parse(example)).map(({ message }) => `${file}: ${message}`),
  )
}
