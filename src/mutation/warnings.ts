import type { Warning } from '../generated/graphql.ts'
import type { Outcome } from './mutate.ts'

/** The answer with its warnings: a list also if the mutation was refused. */
export async function withWarnings<Answer extends { readonly warnings: readonly Warning[] }>(
  payload: Promise<Outcome<Answer>>,
): Promise<Outcome<Omit<Answer, 'warnings'>> & { warnings: Warning[] }> {
  const outcome: Outcome<Answer> & { readonly warnings?: readonly Warning[] } = await payload
  return { ...outcome, warnings: [...(outcome.warnings ?? [])] }
}
