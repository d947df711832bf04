// Apollo Server with Prisma behind DataLoaders, in Express, as its documentation sets it up for production.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { expressMiddleware } from '@as-integrations/express5'
import { PrismaPg } from '@prisma/adapter-pg'
import express from 'express'
import { PrismaClient } from './generated/client.ts'
import { loadersOf } from './loaders.ts'
import { type Context, resolvers } from './resolvers.ts'

/** Statements get their names from their texts, so that PostgreSQL prepares each once. */
const names = new Map<string, string>()

function statementNameGenerator({ sql }: { sql: string }): string {
  const known = names.get(sql)
  if (known !== undefined) return known
  const name = `prisma_${names.size}`
  names.set(sql, name)
  return name
}

const adapter = new PrismaPg(
  { connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE) },
  { statementNameGenerator },
)
const prisma = new PrismaClient({ adapter })
const app = express()
const httpServer = createServer(app)
const server = new ApolloServer<Context>({
  typeDefs: readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'),
  resolvers,
  introspection: false,
  plugins: [ApolloServerPluginDrainHttpServer({ httpServer })],
})
await server.start()

app.get('/healthz', (_request, response) => void response.send('ok'))
app.use(
  '/graphql',
  express.json(),
  expressMiddleware(server, { context: async () => ({ prisma, load: loadersOf(prisma) }) }),
)
httpServer.listen(Number(process.env.PORT), process.env.HOST)
