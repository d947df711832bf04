import type { Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { atEnd } from '../helpers/at-end.ts'

/** A mail that the receiver took. */
export interface ReceivedMail {
  readonly from: string
  readonly to: string
  /** What the sender calls itself: `name` of its SMTP_URL */
  readonly client: string
  readonly raw: string
}

/** How the receiver answers to a recipient: "550 5.1.1 no such mailbox"; null: it takes the mail; CLOSE: it closes the connection in the middle of the message. */
export type Script = (to: string, attempt: number) => string | null

export const CLOSE = 'close'

/**
 * A mail server that answers by a script, and keeps what it takes.
 * @param take gets each mail before the sender has its answer, instead of `received`
 */
export async function mailReceiver(script: Script = () => null, take?: (mail: ReceivedMail) => void) {
  const received: ReceivedMail[] = []
  const attempts = new Map<string, number>()
  const state = { script }
  const sockets = new Map<number | undefined, Socket>()
  /** Ports of connections that are closed when the message comes */
  const closing = new Set<number>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, { remotePort }, done) {
      const attempt = (attempts.get(address) ?? 0) + 1
      attempts.set(address, attempt)
      const refusal = state.script(address, attempt)
      if (refusal === CLOSE) closing.add(remotePort)
      if (refusal === null || refusal === CLOSE) return done()
      const [, code = '', text = ''] = /^(\d{3}) (.*)$/.exec(refusal) ?? []
      done(Object.assign(new Error(text), { responseCode: Number(code) }))
    },
    onData(stream, session, done) {
      if (closing.delete(session.remotePort)) return void sockets.get(session.remotePort)?.destroy()
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address).join(),
          client: session.hostNameAppearsAs,
          raw: Buffer.concat(parts).toString(),
        }
        if (take) take(mail)
        else received.push(mail)
        done()
      })
    },
  })
  server.on('error', () => undefined)
  server.server.on('connection', (socket) => {
    const port = socket.remotePort
    sockets.set(port, socket)
    socket.on('close', () => sockets.delete(port))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `smtp://127.0.0.1:${port}`, received, attempts, state }
}

export type Receiver = Awaited<ReturnType<typeof mailReceiver>>

/** What another library than the one that wrote it finds in a mail. */
export function parsed({ raw }: ReceivedMail): Promise<ParsedMail> {
  return simpleParser(raw)
}

/** The value of a header as it is written, in one line. */
export function header({ raw }: ReceivedMail, name: string): string | null {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return line === undefined ? null : line.slice(name.length + 1).trim()
}
