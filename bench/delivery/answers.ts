import { request } from 'node:http'
import type { Requests } from '../requests.ts'

/** An answer is compressed after it was asked for twice. */
const TIMES_ASKED = 3
const PAUSE_MS = 50

/** An answer as it came over the line. */
interface RawAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** fetch would decompress the body. */
function rawAnswer(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
          body: Buffer.concat(chunks),
        }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** The answer to each request, which a server has in its cache then, compressed too. */
export async function answersTo(
  { origin, list }: Requests,
  headers: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, RawAnswer>> {
  const answers = new Map<string, RawAnswer>()
  for (let time = 0; time < TIMES_ASKED; time += 1) {
    for (const { path = '' } of list) answers.set(path, await rawAnswer(origin + path, headers))
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  for (const [path, { status }] of answers) if (status !== 200) throw new Error(`${path}: ${status}`)
  return answers
}
