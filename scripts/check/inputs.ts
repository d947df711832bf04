import { type GraphQLInputObjectType, type GraphQLSchema, isInputObjectType, isObjectType } from 'graphql'
import { schemaOf, typesOf } from './schema.ts'
import { type SourceFile, sourceFiles } from './source.ts'

/** What demands a reading for each field of the generated inputs that it names; the compiler does the rest. */
const TABLE = /\b(?:InputsOf|FiltersOf|OrdersOf|OperatorsOf|QuantifiersOf)<([^>]*)>|\bkeyof (\w+)/g

/** GraphQL's names of types as the generator writes them in TypeScript. */
const GENERATED: Readonly<Record<string, string>> = { IDFilter: 'IdFilter' }

/** How an argument of a reading field is read: by its name, or as a property of all of them. */
const ARGUMENT =
  /\bargument\('(\w+)'\)|\bargs\.(\w+)|argumentsIn\(run\)\.(\w+)|\{([^{}]*)\}: Readonly<Record<string, unknown>>/g

/** Inputs and arguments of the schema that nothing reads: what they say would be accepted and lost. */
export async function unreadInputs(root: string): Promise<string[]> {
  const schema = await schemaOf(root)
  const files = await sourceFiles(root, ['src'])
  return [...inputsWithoutTable(schema, files), ...unreadArguments(schema, files), ...notGivenBack(schema)]
}

/** Arguments by a name that no code reads. Two fields can have arguments of one name: then it is enough that one of them is read. */
function unreadArguments(schema: GraphQLSchema, files: readonly SourceFile[]): string[] {
  const read = new Set(wordsIn(files, ARGUMENT))
  return typesOf(schema)
    .filter(isObjectType)
    .filter((type) => type !== schema.getMutationType())
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ field, path: `${type.name}.${field.name}` })))
    .flatMap(({ field, path }) =>
      field.args.filter(({ name }) => !read.has(name)).map(({ name }) => `nothing reads ${path}(${name}:)`),
    )
}

/** A part of an autosave, as AutosaveQuoteInput: stored whole, given back as AutosavedQuote, and saved by QuoteInput. */
const AUTOSAVED = /^Autosave(?!Article)(\w+)Input$/

/** What the input that saves a part is called, where not like the part. */
const SAVED_BY: Readonly<Record<string, string>> = { Topic: 'ArticleTopicInput' }

/** Fields of parts of an autosave that are taken and not given back, the reverse, or that a save takes and an autosave does not. */
function notGivenBack(schema: GraphQLSchema): string[] {
  return typesOf(schema)
    .filter(isInputObjectType)
    .flatMap((input) => {
      const part = AUTOSAVED.exec(input.name)?.[1]
      return part === undefined ? [] : differencesOf(schema, input, part)
    })
}

function differencesOf(schema: GraphQLSchema, input: GraphQLInputObjectType, part: string): string[] {
  const taken = Object.keys(input.getFields())
  return [`Autosaved${part}`, SAVED_BY[part] ?? `${part}Input`].flatMap((name) => {
    const other = schema.getType(name)
    const fields = isObjectType(other) || isInputObjectType(other) ? Object.keys(other.getFields()) : []
    return [...new Set([...taken, ...fields])]
      .filter((field) => !taken.includes(field) || !fields.includes(field))
      .map((field) => `${input.name} and ${name} must have the same fields: see ${field}`)
  })
}

/** The words that a pattern's groups take. */
function wordsIn(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files
    .flatMap(({ text }) => [...text.matchAll(pattern)])
    .flatMap(([, ...groups]) => groups.join(' ').match(/\w+/g) ?? [])
}

function inputsWithoutTable(schema: GraphQLSchema, files: readonly SourceFile[]): string[] {
  const named = new Set(wordsIn(files, TABLE))
  return typesOf(schema)
    .filter(isInputObjectType)
    .filter(({ name }) => !named.has(GENERATED[name] ?? name) && !AUTOSAVED.test(name))
    .map(({ name }) => `no table of readers is an InputsOf<${name}>: see src/mutation/input.ts`)
}
