import type { MutationResolvers } from '../generated/graphql.ts'
import {
  createWebhook,
  deleteWebhook,
  replayWebhookDeliveries,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from './webhook.service.ts'

export const webhookMutations = {
  createWebhook: (_root, { input }, { desk, webhooks }) => createWebhook(desk, webhooks, input),
  updateWebhook: (_root, { input }, { desk, webhooks }) => updateWebhook(desk, webhooks, input),
  rotateWebhookSecret: (_root, { input }, { desk }) => rotateWebhookSecret(desk, input),
  testWebhook: (_root, { input }, { desk }) => testWebhook(desk, input),
  replayWebhookDeliveries: (_root, { input }, { desk }) => replayWebhookDeliveries(desk, input),
  deleteWebhook: (_root, { input }, { desk }) => deleteWebhook(desk, input),
} satisfies MutationResolvers
