import type { Change } from '../generated/graphql.ts'
import type { Content } from './content.ts'

interface Named {
  readonly slug: string
  readonly name: string
}

/** A revision to be compared with another. */
export interface ComparedRevision {
  readonly number: number
  readonly content: Content
  /** The authors of its credits, as they are called today, by uuid */
  readonly authors: Readonly<Record<string, Named>>
  /** Its topics, as they are called today, by uuid */
  readonly topics: Readonly<Record<string, Named>>
}

/** What changed from one revision to another, in the order of the page. */
export function diffRevisions(before: ComparedRevision, after: ComparedRevision): Change[] {
  const fields = ['kicker', 'headline', 'standfirst'] as const
  return fields.flatMap((path) => {
    const [was, is] = [before.content[path], after.content[path]]
    if (was === is) return []
    const kind = was === null ? 'ADDED' : is === null ? 'REMOVED' : 'CHANGED'
    return [{ path, kind, before: was, after: is, from: null, words: null }]
  })
}
