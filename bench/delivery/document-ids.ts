import { hash } from 'node:crypto'
import type { Database } from '../../src/database/database.ts'
import { storeDocuments } from '../../src/known-document/known-document.write.ts'
import { load } from '../load.ts'
import type { Options } from '../options.ts'
import { documentOf, pageOf, type Variables } from '../pages.ts'
import type { ServerProcess } from '../processes.ts'
import { copydeskRequests, getRequests, idRequests, type Requests } from '../requests.ts'
import { compareOn } from './compare.ts'
import type { ModeResult } from './modes.ts'

interface DocumentIdOptions {
  samples: readonly Variables[]
  copydesk: ServerProcess
  options: Options
}

/** A known document that is named by its hash, against its text: the same server, the same answers, none of them cached. */
export async function benchDocumentIds(
  database: Database,
  { samples, copydesk, options }: DocumentIdOptions,
): Promise<ModeResult[]> {
  const { origin, pid } = copydesk
  const page = pageOf('articlePage')
  const text = documentOf(page)
  const id = hash('sha256', text, 'hex')
  await storeDocuments(database, [{ hash: id, text, name: page.operation }])
  const on =
    ({ list }: Requests) =>
    (connections: number, seconds: number) =>
      load(list, { origin, pid, connections, seconds })
  const byText = { POST: copydeskRequests(origin, page, samples), GET: getRequests(origin, page, samples) }
  const results: ModeResult[] = []
  for (const method of ['POST', 'GET'] as const) {
    const ours = on(idRequests(origin, id, samples, method))
    const against = `the text, both by ${method}`
    results.push(...(await compareOn('documentId', against, copydesk, options, ours, on(byText[method]))))
  }
  return results
}
