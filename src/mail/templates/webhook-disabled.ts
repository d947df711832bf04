import type { MailTexts } from '../mail.ts'
import { letter } from './layout.ts'

interface WebhookDisabled {
  readonly siteName: string
  readonly description: string | null
  /** Of the endpoint */
  readonly url: string
  /** Why, as a sentence */
  readonly reason: string
}

/** To admins, in English, as everything of the desk is. */
export function webhookDisabledMail({ siteName, description, url, reason }: WebhookDisabled): MailTexts {
  return letter({
    locale: 'en',
    siteName,
    subject: `A webhook of ${siteName} was disabled`,
    preview: reason,
    parts: [
      { type: 'heading', text: 'A webhook was disabled' },
      { type: 'paragraph', text: `${description === null ? '' : `${description}: `}${url}` },
      { type: 'paragraph', text: reason },
      {
        type: 'paragraph',
        text: 'Nothing more is sent to it. After the cause is fixed, enable it with updateWebhook, and send what it missed with replayWebhookDeliveries.',
      },
    ],
    footer: { text: 'You get this mail because you are an admin of this newsroom.', links: [] },
  })
}
