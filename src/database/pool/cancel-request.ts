import { Connection, type PoolClient } from 'pg'

declare module 'pg' {
  interface Connection {
    connect(portOrPath: number | string, host?: string): void
    requestSsl(): void
    cancel(processId: number, secretKey: number): void
  }
  interface ClientConfig {
    sslNegotiation?: string
  }
  interface Client {
    readonly processID?: number
    readonly secretKey?: number
    readonly sslNegotiation: string
  }
}

/**
 * Cancels what a connection runs by the protocol's own request. A pooler passes it on to the session that runs the statement, and to no other: numbers of
 * processes mean nothing there.
 * @returns whether the request was taken
 */
export function requestCancel(client: PoolClient, withinMs: number): Promise<boolean> {
  const { host, port, ssl, sslNegotiation, processID, secretKey } = client
  // Some poolers give none.
  if (typeof processID !== 'number' || typeof secretKey !== 'number') return Promise.resolve(false)
  return new Promise((resolve) => {
    const connection = new Connection({ ssl, sslNegotiation })
    let isSent = false
    const timer = setTimeout(() => end(false), withinMs)

    const send = () => {
      isSent = true
      connection.cancel(processID, secretKey)
    }

    function end(isTaken: boolean): void {
      clearTimeout(timer)
      connection.stream.destroy()
      resolve(isTaken)
    }

    connection.on('error', () => end(false))
    // The server closes it when it has done so.
    connection.on('end', () => end(isSent))
    connection.on('sslconnect', send)
    connection.on('connect', () => {
      if (!ssl) send()
      else if (sslNegotiation !== 'direct') connection.requestSsl()
    })
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
    else connection.connect(port, host)
  })
}
