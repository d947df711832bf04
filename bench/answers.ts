import { deepStrictEqual } from 'node:assert/strict'
import type { Request } from 'autocannon'
import type { Requests } from './requests.ts'

const COMPARED = 60

/** Sends the first requests to both servers, and throws where the two answers are not the same. */
export async function assertSameAnswers(name: string, copydesk: Requests, ceiling: Requests): Promise<void> {
  for (const [index, request] of copydesk.list.slice(0, COMPARED).entries()) {
    const other = ceiling.list[index]
    if (!other) throw new Error(`${name}: the servers are not asked the same`)
    const [ours, theirs] = await Promise.all([answerTo(copydesk.origin, request), answerTo(ceiling.origin, other)])
    deepStrictEqual(ours, theirs, `${name}: Copydesk and the ceiling differ in ${request.body}`)
  }
}

/** @throws Error unless it is a success */
export async function answerTo(
  origin: string,
  { path = '/', method = 'GET', headers, body }: Request,
): Promise<unknown> {
  const response = await fetch(origin + path, {
    method,
    headers: new Headers(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)])),
    ...(body !== undefined && { body }),
  })
  if (!response.ok) throw new Error(`${origin}${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** How many SQL statements each operation sent: the most of any of its requests in the server's log. */
export function statementsIn(log: string): ReadonlyMap<string, number> {
  const most = new Map<string, number>()
  for (const line of log.split('\n').filter(Boolean)) {
    const { operation, statements }: { operation?: string; statements?: number } = JSON.parse(line)
    if (operation !== undefined && statements !== undefined)
      most.set(operation, Math.max(statements, most.get(operation) ?? 0))
  }
  return most
}
