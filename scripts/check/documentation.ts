import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type GraphQLSchema, parse, validate } from 'graphql'
import type { Skipped } from './check.ts'
import { schemaOf } from './schema.ts'
import { textsIn } from './texts.ts'

const LINK = /\]\(([^)\s]+)\)/g
const EXAMPLE = /```graphql\n(.*?)```/gs

/** Links that lead nowhere, and GraphQL examples that the schema refuses. */
export async function documentationErrors(root: string): Promise<string[] | Skipped> {
  const schema = await schemaOf(root)
  const texts = await textsIn(root, '*.md', 'docs/**/*.md')
  if (![...texts.values()].some((text) => text.match(LINK) ?? text.match(EXAMPLE))) {
    return { skipped: 'the documentation has no links and no examples' }
  }
  const faults: string[] = []
  for (const [file, text] of texts) {
    faults.push(...(await deadLinks(root, file, text)), ...refusedExamples(file, text, schema))
  }
  return faults
}

async function deadLinks(root: string, file: string, text: string): Promise<string[]> {
  const faults: string[] = []
  for (const [, link = ''] of text.matchAll(LINK)) {
    if (/^\w+:/.test(link)) continue
    const [path = '', heading] = link.split('#')
    const target = path === '' ? text : await readFile(join(root, dirname(file), path), 'utf8').catch(nothing)
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
    faultsOf(example, schema).map((message) => `${file}: ${message}`),
  )
}

function faultsOf(example: string, schema: GraphQLSchema): string[] {
  try {
    return validate(schema, parse(example)).map(({ message }) => message)
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
