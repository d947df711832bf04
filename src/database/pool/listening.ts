import { randomUUID } from 'node:crypto'
import { Client, type ClientConfig } from 'pg'

/** A connection that LISTENs. */
export interface Listening {
  close(): Promise<void>
}

export interface Listener {
  /** An identifier of SQL that needs no quotes */
  readonly channel: string
  /** Called at each notification, and when the connection is back after an outage: something may have been missed */
  heard(): void
  /** Called once if no notification arrives, as through a pooler; then it has ended */
  deaf(): void
}

export interface Channel extends Listener {
  /** Opens connections that are not taken from a pool */
  readonly config: ClientConfig
  /** Sends a notification over another connection */
  notify(payload: string): Promise<void>
  /** For a notification of its own */
  readonly patienceMs?: number
}

const PATIENCE_MS = 2000
const PAUSE_MS = 1000

/**
 * LISTENs on a connection of its own until it is closed, and connects again after outages. A notification that another connection sends at the start proves
 * that it works: a pooler takes LISTEN, but gives the session away after the statement.
 */
export function listenOn({ channel, heard, deaf, config, notify, patienceMs = PATIENCE_MS }: Channel): Listening {
  let client: Client | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let isProven = false

  async function open(): Promise<void> {
    const opened = new Client(config)
    client = opened
    let isOver = false
    const end = () => {
      if (isOver) return
      isOver = true
      opened.end().catch(() => {})
      if (!isClosed) timer = setTimeout(() => void open(), PAUSE_MS)
    }
    opened.on('error', end)
    opened.on('end', end)
    opened.on('notification', heard)
    try {
      await opened.connect()
      await opened.query(`LISTEN ${channel}`)
      if (!isProven) isProven = await proves(opened)
      if (isProven) heard()
      else if (!isClosed && !isOver) {
        deaf()
        await close()
      }
    } catch {
      end()
    }
  }

  /** Whether a notification arrives. */
  async function proves(opened: Client): Promise<boolean> {
    const token = randomUUID()
    const arrived = new Promise<boolean>((resolve) => {
      opened.on('notification', ({ payload }) => payload === token && resolve(true))
      setTimeout(resolve, patienceMs, false).unref()
    })
    await notify(token)
    return arrived
  }

  async function close(): Promise<void> {
    isClosed = true
    clearTimeout(timer)
    await client?.end().catch(() => {})
  }

  void open()
  return { close }
}
