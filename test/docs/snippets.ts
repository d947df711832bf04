import { readFileSync } from 'node:fs'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { temporaryFolder } from '../helpers/database.ts'

// Code in the documents, which tests run as it is written there.

const at = (path: string) => new URL(`../../${path}`, import.meta.url)

/** The text of a document of docs/. */
export function documentText(name: string): string {
  return readFileSync(at(`docs/${name}`), 'utf8')
}

/** The GraphQL block that defines an operation or a fragment of that name. Blocks for another compiler, with directives of its own, are marked `gql`. */
export function graphqlNamed(markdown: string, name: string): string {
  const blocks = [...markdown.matchAll(/```(?:graphql|gql)\n(.*?)```/gs)].map(([, text = '']) => text)
  const found = blocks.find((text) => new RegExp(`\\b(query|mutation|fragment) ${name}\\b`).test(text))
  if (found === undefined) throw new Error(`no GraphQL block defines ${name}`)
  return found
}

/** The code block whose first line is a comment with that file name. */
function fileNamed(markdown: string, name: string): string {
  const blocks = [...markdown.matchAll(/```js\n(.*?)```/gs)].map(([, text = '']) => text)
  const found = blocks.find((text) => text.startsWith(`// ${name}\n`))
  if (found === undefined) throw new Error(`no code block is called ${name}`)
  return found
}

/** What a code block exports: run as a module of its own, which may import the packages of this project. */
export async function moduleNamed(markdown: string, name: string): Promise<Record<string, unknown>> {
  const folder = await temporaryFolder()
  await symlink(fileURLToPath(at('node_modules')), join(folder, 'node_modules'))
  const file = join(folder, name.replace(/\.js$/, '.mjs'))
  await writeFile(file, fileNamed(markdown, name))
  return import(/* @vite-ignore */ pathToFileURL(file).href)
}
