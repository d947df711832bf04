/** What a process needs, without other variables of the person who runs the tests. */
export const BARE_ENVIRONMENT = {
  PATH: process.env.PATH,
  /** Set by every-file.ts */
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
} as const
