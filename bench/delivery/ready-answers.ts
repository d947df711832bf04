/** What is sent for one address. */
export interface ReadyAnswer {
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** Without those, because each server sets its own. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'date',
  'content-length',
  'transfer-encoding',
  'x-request-id',
])

export function writeReadyAnswers(answers: ReadonlyMap<string, ReadyAnswer>): string {
  const list = [...answers].map(([path, { headers, body }]) => ({
    path,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name))),
    body: body.toString('base64'),
  }))
  return JSON.stringify(list)
}

export function readyAnswers(text: string): ReadonlyMap<string, ReadyAnswer> {
  const list: { path: string; headers: Record<string, string>; body: string }[] = JSON.parse(text)
  return new Map(list.map(({ path, headers, body }) => [path, { headers, body: Buffer.from(body, 'base64') }]))
}
