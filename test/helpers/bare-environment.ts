/** What a process of ours needs, and nothing of what whoever runs the tests has set besides. */
export const BARE_ENVIRONMENT = {
  PATH: process.env.PATH,
  /** Set by run.ts: the servers of one run compile their modules once. */
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
} as const
