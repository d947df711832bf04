// A save by hand: bare node:http, and a transaction of two statements, which write the new revision and the pointer to it. No credits, no
// topics, no captions, no audit trail, no rules, no account: the least that anything could be that keeps every version.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { Pool } from 'pg'
import * as z from 'zod'
import { readEnv } from '../../src/config/env.ts'

const env = readEnv()
const pool = new Pool({ connectionString: env.databaseUrl ?? '', max: env.poolSize, options: '-c timezone=UTC' })

const saves = z.object({ uuid: z.string(), version: z.number(), headline: z.string(), paragraphs: z.array(z.string()) })

async function save({ uuid, version, headline, paragraphs }: z.output<typeof saves>): Promise<number> {
  const body = JSON.stringify(paragraphs.map((html) => ({ type: 'paragraph', html })))
  const id = randomUUID()
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query({
      name: 'revision',
      text: `insert into revision (id, article_id, number, headline, body, plain_text, word_count)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      values: [id, uuid, version + 1, headline, body, paragraphs.join('\n\n'), body.split(' ').length],
    })
    const { rowCount } = await client.query({
      name: 'article',
      text: `update article set latest_revision_id = $1, version = version + 1, updated_at = now() where id = $2 and version = $3`,
      values: [id, uuid, version],
    })
    await client.query(rowCount === 1 ? 'commit' : 'rollback')
    return rowCount ?? 0
  } finally {
    client.release()
  }
}

const server = createServer(async (request, response) => {
  if (request.method === 'GET') return response.end('ok')
  const asked = saves.parse(await json(request))
  const saved = await save(asked)
  const body = JSON.stringify({ version: asked.version + saved })
  return response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body)
})

server.listen(env.port, env.host)

process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close(() => void pool.end())
})
