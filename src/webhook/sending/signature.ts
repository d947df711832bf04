import { Webhook } from 'standardwebhooks'

export interface Signed {
  readonly messageId: string
  readonly body: string
  /** The current one, and the last one while they overlap */
  readonly secrets: readonly string[]
}

/** The headers of Standard Webhooks: one signature for each secret. @param at of the attempt: receivers refuse what was signed minutes ago */
export function signatureHeaders({ messageId, body, secrets }: Signed, at: Date): Record<string, string> {
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(' '),
  }
}
