import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql'
import { parseEnv } from '../../src/config/env.ts'
import { badUserInput } from '../../src/errors/errors.ts'
import type { CountingContext } from '../../src/http/call.ts'
import type { MediaOptions } from '../../src/http/media/media.ts'
import { signerOf } from '../../src/media/serving/signature.ts'
import { folderStore } from '../../src/media/store/folder.ts'
import { incomingFiles } from '../../src/media/store/incoming.ts'
import { createImageWorkers } from '../../src/media/workers/image-workers.ts'
import { type RenderQueueOptions, renderQueue } from '../../src/media/workers/render-queue.ts'
import { createServer, type ServerOptions } from '../../src/server.ts'
import { atEnd } from '../helpers/at-end.ts'
import { mediaDir } from '../helpers/database.ts'
import { injectsThroughServer } from '../helpers/inject.ts'
import { PATIENT } from '../helpers/server-process.ts'

const SDL = /* GraphQL */ `
  directive @list(max: Int!, inner: Int) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  type Query {
    hello: String
    pick(channels: [String!]! @list(max: 3)): String
    grid(rows: [[String!]!] @list(max: 4, inner: 2)): String
    refused: String
    broken: String
    brokenList: [Thing!]!
    things(first: Int, last: Int): ThingConnection!
    byIds(ids: [ID!]!): [Thing]!
    required(id: ID! = "one"): String
    where(filter: Filter): String
    slow: String
  }
  type Mutation {
    touch(text: String, id: ID): Boolean
  }
  input Filter {
    not: Filter
    all: [Filter!] @list(max: 5000)
    name: String
    in: [String!] @list(max: 5)
  }
  interface Named {
    name: String
  }
  type Thing implements Named {
    name: String
    tags: [Thing!]!
    things(first: Int, last: Int): ThingConnection!
  }
  type ThingConnection {
    edges: [ThingEdge!]!
    nodes: [Thing!]!
    totalCount: Int!
  }
  type ThingEdge {
    node: Thing!
  }
`

const NOBODY = { nodes: [], edges: [], totalCount: 0 }

const RESOLVERS: Record<string, GraphQLFieldResolver<unknown, unknown>> = {
  hello: () => 'world',
  refused: () => {
    throw badUserInput('Not like this.', { argument: 'first', allowed: '1 to 100' })
  },
  broken: () => {
    throw new Error('relation "secret_table" does not exist, SELECT * FROM secret_table, at /srv/secret/file.ts:3')
  },
  brokenList: () => null,
  things: () => NOBODY,
  byIds: (_root, { ids }) => ids.map(() => null),
  required: (_root, { id }) => id,
  where: () => 'there',
  pick: (_root, { channels }) => channels.join(),
}

/** A schema that needs no database, for tests that are only about HTTP. `resolvers` replace those of the same fields. */
export function smallSchema(resolvers: typeof RESOLVERS = {}): GraphQLSchema {
  const schema = buildSchema(SDL)
  const fields = schema.getQueryType()?.getFields() ?? {}
  for (const [name, resolve] of Object.entries({ ...RESOLVERS, ...resolvers })) {
    const field = fields[name]
    if (field) field.resolve = resolve
  }
  return schema
}

/** What a server needs to serve the images of a store. */
export function servedMedia({
  store,
  signer,
  isShown,
  ...workers
}: RenderQueueOptions & Pick<MediaOptions, 'signer' | 'isShown'>): MediaOptions {
  return { store, signer, isShown, renders: renderQueue({ store, ...workers }) }
}

/** A server over the small schema. `variables` are environment variables, `log` receives its lines, parsed. */
export async function smallServer({
  variables = {},
  log = [],
  ...options
}: Partial<ServerOptions<CountingContext>> & { variables?: Record<string, string>; log?: unknown[] } = {}) {
  const env = parseEnv({ MEDIA_DIR: mediaDir, RATE_LIMITS: 'false', ...PATIENT, ...variables })
  const imageWorkers = createImageWorkers()
  atEnd(() => imageWorkers.close())
  const server = await createServer({
    env,
    schema: smallSchema(),
    schemaText: SDL,
    makeContext: () => ({ viewer: null, reader: { statements: 2, isPrivate: false } }),
    isReady: async () => true,
    checkStorage: async () => {},
    media: servedMedia({
      store: folderStore(env.mediaDir),
      incoming: incomingFiles(env.mediaDir),
      imageWorkers,
      signer: signerOf('a secret of the tests'),
      isShown: async () => true,
    }),
    logTo: { write: (line) => log.push(JSON.parse(line)) },
    ...options,
  })
  return injectsThroughServer(server)
}
