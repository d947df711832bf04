import type { z } from 'zod'
import { hosts } from './env-values.ts'

/** Which addresses webhooks may have. */
export interface WebhookSettings {
  /** Hosts that may be in a private network, at any port and by http; with a port: at that one alone */
  readonly allowedHosts: readonly string[]
  /** Whether all others need https */
  readonly isHttpsOnly: boolean
}

export const webhookVariables = { WEBHOOK_ALLOWED_HOSTS: hosts.default([]) }

type Given = z.output<z.ZodObject<typeof webhookVariables>>

export function webhooksFrom({ WEBHOOK_ALLOWED_HOSTS }: Given, production: boolean): WebhookSettings {
  return { allowedHosts: WEBHOOK_ALLOWED_HOSTS, isHttpsOnly: production }
}
