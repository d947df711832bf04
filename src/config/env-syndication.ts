import { z } from 'zod'
import { oneOf, webAddress } from './env-values.ts'

/** How what is published reaches readers by other ways than pages: feeds, sitemaps, texts. */
export interface Syndication {
  /** Is told when feeds change; null: nobody is */
  readonly hub: string | null
  /** Whether AI services may read pages to answer questions of people */
  readonly aiSearch: boolean
  /** Whether they may make models from pages */
  readonly aiTraining: boolean
}

export const syndicationVariables = {
  FEEDS_URL: webAddress.optional(),
  // Its path is part of the address as it is, also a slash at its end.
  WEBSUB_HUB: z.url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' }).optional(),
  AI_SEARCH: oneOf(['allow', 'deny']).default('allow'),
  AI_TRAINING: oneOf(['allow', 'deny']).default('deny'),
}

type Given = z.output<z.ZodObject<typeof syndicationVariables>>

export function syndicationFrom({ WEBSUB_HUB, AI_SEARCH, AI_TRAINING }: Given): Syndication {
  return { hub: WEBSUB_HUB ?? null, aiSearch: AI_SEARCH === 'allow', aiTraining: AI_TRAINING === 'allow' }
}
