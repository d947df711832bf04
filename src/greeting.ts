import type { Env } from './config/env.ts'
import { asCurl, NEWEST, SEEDED, VIEWER } from './http/pages/first-query.ts'

/** What the person who started the server wants to know. `origin` is where it listens. */
export function greeting(env: Env, done: readonly string[], origin: string, devTokens: readonly string[] = []): string {
  // With PORT=0 only the system knows the port.
  const base = env.port === 0 ? origin : env.publicUrl
  return [
    '',
    ...done.map((step) => `  ${step}`),
    '',
    `  GraphQL API          ${base}/graphql`,
    ...(env.explorer ? [`  Explorer             ${base}/explorer`] : []),
    '',
    '  A first query:',
    '',
    indented(asCurl(`${base}/graphql`, env.seedOnStart ? SEEDED : NEWEST)),
    '',
    ...signIn(`${base}/graphql`, devTokens),
    '  Ctrl-C stops it.',
    '',
    '',
  ].join('\n')
}

function signIn(api: string, devTokens: readonly string[]): string[] {
  const token = devTokens.find((one) => one.endsWith('editor')) ?? devTokens[0]
  if (token === undefined) return []
  return [`  Signed in, with the token ${devTokens.join(' or ')}:`, '', indented(asCurl(api, VIEWER, token)), '']
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ')
}
