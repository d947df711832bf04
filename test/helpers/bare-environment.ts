/** What a process of ours needs, and nothing of what whoever runs the tests has set besides. */
export const BARE_ENVIRONMENT = {
  PATH: process.env.PATH,
  /** Set by every-file.ts */
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
} as const
