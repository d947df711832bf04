// Names by which crawlers of AI services look into robots.txt, as their operators document them.

/** They answer questions of people with what they find, and link to it. */
export const AI_SEARCH = [
  'Amazonbot',
  'ChatGPT-User',
  'Claude-SearchBot',
  'Claude-User',
  'DuckAssistBot',
  'Meta-ExternalFetcher',
  'MistralAI-User',
  'OAI-SearchBot',
  'Perplexity-User',
  'PerplexityBot',
] as const

/** They collect texts from which models are made. */
export const AI_TRAINING = [
  'AI2Bot',
  'Applebot-Extended',
  'Bytespider',
  'CCBot',
  'ClaudeBot',
  'Diffbot',
  'FacebookBot',
  'GPTBot',
  'Google-Extended',
  'Meta-ExternalAgent',
  'Omgilibot',
  'PanguBot',
  'Timpibot',
  'anthropic-ai',
  'cohere-training-data-crawler',
] as const
