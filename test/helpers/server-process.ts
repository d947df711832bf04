import { start } from '../database/child.ts'
import type { Answer, Client, Variables } from './client.ts'

/** What a busy machine delays is neither refused as overload nor cancelled: only a fault fails a test. */
export const PATIENT = { READ_TIMEOUT_MS: '60000', DESK_TIMEOUT_MS: '60000', MAX_EVENT_LOOP_DELAY_MS: '0' }

/** The defaults, which an empty variable stands for: where it is tested how long the database may work for a request. */
export const USUAL_TIMEOUTS = { READ_TIMEOUT_MS: '', DESK_TIMEOUT_MS: '' }

/** `node src/main.ts` with these variables, on a port of its own; ends with the test file. */
export async function startServer(variables: Record<string, string>) {
  const { child, ended, prints, output } = start('src/main.ts', [], {
    PORT: '0',
    SEED_ON_START: 'false',
    LOG_FORMAT: 'json',
    ...PATIENT,
    ...variables,
  })
  await prints('Server listening at')
  const url = /Server listening at (http:[^"\s]+)/.exec(output())?.[1] ?? ''
  return { child, ended, url, output }
}

/** Asks a server over HTTP with a token. */
export function httpClient(url: string, token: string): Pick<Client, 'mutate'> {
  return {
    async mutate<Payload>(query: string, variables: Variables = {}): Promise<Payload> {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      })
      const answer: Answer<Record<string, Payload>> = JSON.parse(await response.text())
      const [payload] = Object.values(answer.data ?? {})
      if (answer.errors || payload === undefined) throw new Error(JSON.stringify(answer))
      return payload
    },
  }
}
