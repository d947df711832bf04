// The ceiling: what a good engineer would write by hand for these five pages and nothing else. Bare node:http, one prepared statement a
// request, the same pool and the same pure functions for what SQL cannot say. It has no schema, no limits, no errors, no log.
import { createServer } from 'node:http'
import { Pool } from 'pg'
import { readEnv } from '../src/config/env.ts'
import { imageAddresses } from '../src/media/serving/image-addresses.ts'
import { signerOf } from '../src/media/serving/signature.ts'
import { articlePage } from './ceiling/article-page.ts'
import { frontPage } from './ceiling/front-page.ts'
import type { Ceiling, PageHandler } from './ceiling/handler.ts'
import { searchPage } from './ceiling/search.ts'
import { topicPage } from './ceiling/topic-page.ts'

const env = readEnv()
// Without JIT, as Copydesk: compiling a statement of many parts takes seconds, running it milliseconds.
const options = '-c timezone=UTC -c jit=off'
const pool = new Pool({ connectionString: env.databaseUrl ?? '', max: env.poolSize, options })
const secret = await pool.query<{ secret: string }>('select secret from media_secret')
const ceiling: Ceiling = {
  site: env.site,
  images: imageAddresses(env.site, signerOf(secret.rows[0]?.secret ?? '')),
  async row(statement) {
    const { rows } = await pool.query(statement)
    return rows[0]
  },
}

const handlers = new Map<string, PageHandler>([
  ['/articlePage', articlePage],
  ['/frontPage', frontPage],
  ['/topicPage', topicPage],
  ['/deepPage', frontPage],
  ['/search', searchPage],
  ['/healthz', async () => null],
])

const server = createServer((request, response) => {
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const handle = handlers.get(path)
  if (!handle) {
    response.writeHead(404).end()
    return
  }
  handle(ceiling, new URLSearchParams(query)).then(
    (data) => {
      const body = JSON.stringify({ data })
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body)
    },
    (error) => response.writeHead(500).end(String(error)),
  )
})

server.listen(env.port, env.host)

process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close(() => void pool.end())
})
