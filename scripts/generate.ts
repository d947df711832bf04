// Writes src/generated: Prisma's client, Kysely's table types, and the resolvers' types. npm run generate, and after every npm install.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = new URL('../', import.meta.url)
const schema = new URL('schema.graphql', root)
const resolverTypes = new URL('src/generated/graphql.ts', root)

const SUBJECTS = [
  'Article',
  'ArticleLock',
  'AccessToken',
  'Author',
  'Autosave',
  'Caption',
  'Correction',
  'Front',
  'Image',
  'PreviewLink',
  'Reader',
  'Revision',
  'Site',
  'SiteRedirect',
  'Webhook',
  'WebhookDelivery',
  'Topic',
  'User',
]

const started = performance.now()
await Promise.all([generateDatabaseTypes(), existsSync(schema) && generateResolverTypes()])
console.log(`Generated src/generated in ${((performance.now() - started) / 1000).toFixed(1)} s`)

async function generateDatabaseTypes(): Promise<void> {
  const prisma = fileURLToPath(import.meta.resolve('prisma/build/index.js'))
  await promisify(execFile)(process.execPath, [prisma, 'generate', '--no-hints'], {
    cwd: root,
    env: {
      ...process.env,
      // Prisma starts the generator of Kysely's types by its name.
      PATH: `${fileURLToPath(new URL('node_modules/.bin', root))}${delimiter}${process.env.PATH}`,
      // Prisma downloads an engine for its migrations, which this does not need and a firewall may refuse; a file that is there will do.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
    },
  })
}

async function generateResolverTypes(): Promise<void> {
  const [{ codegen }, typescript, resolvers, { parse }] = await Promise.all([
    import('@graphql-codegen/core'),
    import('@graphql-codegen/typescript'),
    import('@graphql-codegen/typescript-resolvers'),
    import('graphql'),
  ])
  const text = await codegen({
    filename: fileURLToPath(resolverTypes),
    schema: parse(await readFile(schema, 'utf8')),
    documents: [],
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
    config: {
      contextType: '../context.ts#RequestContext',
      enumsAsTypes: true,
      useTypeImports: true,
      // What crosses the wire, and so what resolvers give and are given.
      scalars: {
        DateTime: { input: 'Date', output: 'string' },
        JSONObject: 'Record<string, unknown>',
        Locale: 'string',
        NonNegativeInt: 'number',
        PositiveInt: 'number',
        Upload: { input: '../media/store/uploaded-file.ts#UploadedFile', output: 'never' },
        URL: 'string',
      },
      strictScalars: true,
      // A payload only has the ids of its objects; their selected fields are read after the commit.
      mappers: {
        ...Object.fromEntries(SUBJECTS.map((type) => [type, '../mutation/user-error.ts#Subject'])),
        ArticleConflict: '../mutation/user-error.ts#Conflict',
        VersionConflict: '../mutation/user-error.ts#Conflict',
        UserError: '../mutation/user-error.ts#UserError as GivenUserError',
      },
    },
  })
  await mkdir(dirname(fileURLToPath(resolverTypes)), { recursive: true })
  await writeFile(resolverTypes, text)
}
