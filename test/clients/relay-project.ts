import { execFile } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from '../helpers/database.ts'

const run = promisify(execFile)
const cli = createRequire(import.meta.url).resolve('relay-compiler/cli.js')

const CONFIG = { src: 'src', schema: 'schema.graphql', language: 'typescript', eagerEsModules: true }

/** A folder that Relay's compiler can be run in: the schema, and a module for each document. What is made lies in `made`. */
export async function project(documents: Readonly<Record<string, string>>, config: object = CONFIG): Promise<string> {
  const folder = await temporaryFolder()
  const extension = 'language' in config && config.language === 'javascript' ? 'js' : 'ts'
  await mkdir(join(folder, 'src'))
  await mkdir(join(folder, 'made'))
  await copyFile(new URL('../../schema.graphql', import.meta.url), join(folder, 'schema.graphql'))
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify({ ...config, artifactDirectory: 'made' }))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  for (const [name, document] of Object.entries(documents)) {
    await writeFile(
      join(folder, 'src', `${name}.${extension}`),
      `import { graphql } from 'relay-runtime'\nexport default graphql\`${document}\`\n`,
    )
  }
  return folder
}

export const compile = (folder: string) => run(process.execPath, [cli, 'relay.config.json'], { cwd: folder })
