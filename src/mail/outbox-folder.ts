import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { type MessageOptions, messageOf } from './message.ts'
import type { MailTransport } from './transport.ts'

interface FolderLog {
  info(details: object, message: string): void
}

/** Writes each mail to a file that mail programs open, instead of sending it: for development. */
export function outboxFolder(folder: string, options: MessageOptions, log: FolderLog): MailTransport {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    atOnce: 1,
    async send(mail) {
      const { message } = await composer.sendMail(messageOf(mail, options))
      const file = join(folder, `${mail.kind.toLowerCase().replaceAll('_', '-')}-${mail.id}.eml`)
      await mkdir(folder, { recursive: true })
      await writeFile(file, message)
      log.info({ file }, 'a mail was written to a file, because SMTP_URL is not set')
      return { type: 'SENT' }
    },
    close: () => undefined,
  }
}
