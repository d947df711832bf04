import type { ContentChange } from '../comparison/change.ts'
import type { Content } from '../content/content.ts'
import { type WordSpan, wordSpans } from '../lib/word-spans.ts'
import { blockText } from '../markup/inline-html.ts'
import { contentChanges, type Names } from './diff.ts'

/** A revision to be compared with another. */
export interface ComparedRevision {
  readonly number: number
  readonly content: Content
  /** Of what its content points at */
  readonly names: Names
}

/** A change as schema.graphql has it. */
export interface RevisionChange extends Omit<ContentChange, 'prose'> {
  /** Compared when they are asked for */
  readonly words: WordSpan[] | null
}

/** What all changes of a diff may cost together, in steps of comparing words: about half a second. */
const MOST_STEPS = 2_500_000
const MOST_DIFFERENCES = 1_000

/** What changed from one revision to another, in the order of the page. */
export function revisionChanges(before: ComparedRevision, after: ComparedRevision): RevisionChange[] {
  const changes = contentChanges(before.content, after.content, { ...before.names, ...after.names })
  const rewritten = changes.filter(({ prose }) => prose !== null).length
  const effort = Math.min(MOST_DIFFERENCES, Math.floor(Math.sqrt(MOST_STEPS / Math.max(1, rewritten))))
  return changes.map(({ prose, ...change }) => ({
    ...change,
    get words() {
      return wordsOf({ ...change, prose }, effort)
    },
  }))
}

function wordsOf({ before, after, prose }: ContentChange, effort: number): WordSpan[] | null {
  if (prose === null || before === null || after === null) return null
  const text = prose === 'html' ? blockText : (plain: string) => plain
  return wordSpans(text(before), text(after), effort)
}
