// The limit of what Node can do: bare node:http that sends ready bytes, the same as Copydesk's answers, by the address of the request.
// READY_ANSWERS names a file with them, see ready-answers.ts.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { readEnv } from '../../src/config/env.ts'
import { readyAnswers } from './ready-answers.ts'

const env = readEnv()
const ready = readyAnswers(readFileSync(process.env.READY_ANSWERS ?? '', 'utf8'))

const server = createServer((request, response) => {
  if (request.url === '/healthz') {
    response.end()
    return
  }
  const answer = ready.get(request.url ?? '')
  if (!answer) response.writeHead(404).end()
  else if (request.headers['if-none-match'] === answer.headers.etag) response.writeHead(304, answer.headers).end()
  else response.writeHead(200, { ...answer.headers, 'content-length': answer.body.length }).end(answer.body)
})

server.listen(env.port, env.host)

process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
})
