import { type PageName, pageOf } from '../pages.ts'
import { type ServerProcess, startServer } from '../processes.ts'

const COPYDESK = new URL('../../src/main.ts', import.meta.url)

interface Counted {
  variables: Readonly<Record<string, string>>
  folder: string
  /** What comes before is not counted */
  warmUp: (server: ServerProcess) => Promise<unknown>
  work: (server: ServerProcess) => Promise<unknown>
}

/** The share of the page's requests that a server answers from its cache while it works. It is another server than the one that is measured, because it logs each request. */
export async function hitsOf(page: PageName, { variables, folder, warmUp, work }: Counted): Promise<number> {
  const server = await startServer(COPYDESK, { ...variables, LOG_LEVEL: 'info' }, folder)
  let from = 0
  try {
    await warmUp(server)
    from = server.output().length
    await work(server)
  } finally {
    await server.stop()
  }
  const { operation } = pageOf(page)
  const lines = server
    .output()
    .slice(from)
    .split('\n')
    .filter((line) => line.includes(`"operation":"${operation}"`))
  return lines.filter((line) => line.includes('"cache":"hit"')).length / lines.length
}
