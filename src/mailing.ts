import { startAlerts } from './alerts/alerts.ts'
import { alertComposer } from './alerts/compose.ts'
import { readerLinks } from './alerts/reader-links.write.ts'
import type { Env } from './config/env.ts'
import type { Database } from './database/database.ts'
import { loadMailSecret } from './mail/mail-secret.load.ts'
import { startMailSender } from './mail/mail-sender.ts'
import { outboxFolder } from './mail/outbox-folder.ts'
import { smtpTransport } from './mail/smtp.ts'
import type { EventFeed } from './outbox/event-feed.ts'

export interface Mailing {
  /** Lets what is being sent finish. */
  close(): Promise<void>
}

interface MailingOptions {
  readonly database: Database
  readonly env: Pick<Env, 'mail' | 'site'>
  readonly feed: EventFeed
  readonly log: MailingLog
}

interface MailingLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Sends the mails that wait, and prepares alerts and digests. Runs where the clock runs, in any number of processes. */
export async function startMailing({ database, env, feed, log }: MailingOptions): Promise<Mailing> {
  const { mail: settings, site } = env
  const secret = await loadMailSecret(database)
  const message = { settings, siteName: site.name, siteHost: new URL(site.url).hostname, secret }
  const transport =
    settings.smtpUrl === null
      ? outboxFolder(settings.outboxDir, message, log)
      : smtpTransport(settings.smtpUrl, settings, message)
  const alerts = await startAlerts(settings.alertDelay, { database, feed, site, log })
  const makeLinks = readerLinks(database, site)
  const compose = alertComposer({ database, site, makeLinks })
  const sender = startMailSender({ database, transport, rate: settings.rate, secret, compose, log })
  return {
    async close() {
      await Promise.all([alerts.close(), sender.stop()])
      transport.close()
    },
  }
}
