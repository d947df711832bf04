import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { buildSchema, parse, print, validate } from 'graphql'
import { filesMatching } from './files.ts'
import { complaints } from './program.ts'
import { Skipped } from './skipped.ts'

/** The operations of the contract that the tests send. */
const DOCUMENTS = 'test/contract'

/** The contract itself lies beside the checkout where the project is developed, and nowhere else. */
const CONTRACT = '../shared/contract'

/** Without comments and layout; nothing where there is no such file. */
async function operationsIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? '' : print(parse(text))
}

const documents = () => filesMatching(['*.graphql'], { cwd: DOCUMENTS })

/** Operations of test/contract that schema.graphql does not serve. */
export async function refusedOperations(): Promise<string[]> {
  const schema = buildSchema(await readFile('schema.graphql', 'utf8'))
  const faults: string[] = []
  for (const name of await documents()) {
    const errors = validate(schema, parse(await readFile(`${DOCUMENTS}/${name}`, 'utf8')))
    faults.push(...errors.map(({ message }) => `${DOCUMENTS}/${name}: ${message}`))
  }
  return faults
}

/** Documents of test/contract that are not those of the contract, and what the contract's own check says. */
export async function differencesFromContract(): Promise<string[]> {
  if (!existsSync(`${CONTRACT}/check.mjs`)) throw new Skipped(`${CONTRACT} is not there`)
  const names = await documents()
  const pairs = names.map(async (name) => {
    const [ours, theirs] = await Promise.all([DOCUMENTS, CONTRACT].map((folder) => operationsIn(`${folder}/${name}`)))
    return ours === theirs ? [] : [`${DOCUMENTS}/${name} is not ${CONTRACT}/${name}`]
  })
  const served = names.map((name) => `${CONTRACT}/${name}`)
  return [...(await Promise.all(pairs)).flat(), ...(await complaints('node', [`${CONTRACT}/check.mjs`, ...served]))]
}
