// PostGraphile with its own HTTP server, as its documentation sets it up for production: no explorer, no watching, no subscriptions.
import { createServer } from 'node:http'
import { PgSimplifyInflectionPreset } from '@graphile/simplify-inflection'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset, PgSimplifyInflectionPreset],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL ?? '',
      schemas: ['peers'],
      poolConfig: { max: Number(process.env.DATABASE_POOL_SIZE) },
    }),
  ],
  // Plain lists, which cost less than connections.
  schema: { defaultBehavior: 'list -connection' },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, websockets: false },
  grafast: { explain: false },
})

const api = createServer()
await pgl.createServ(grafserv).addTo(api)
const server = createServer((request, response) => {
  if (request.url === '/healthz') response.end('ok')
  else api.emit('request', request, response)
})
server.listen(Number(process.env.PORT), process.env.HOST)

process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close(() => void pgl.release())
})
