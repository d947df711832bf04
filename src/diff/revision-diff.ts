import type { BlockDivision, ContentChange, Named } from '../comparison/change.ts'
import type { Content } from '../content/content.ts'
import type { BlockType } from '../generated/graphql.ts'
import { blockText } from '../markup/inline-html.ts'
import { idPrefix } from '../reading/global-id.ts'
import { contentChanges, type Names } from './diff.ts'
import { type MarkupChange, markupChanges } from './markup-changes.ts'
import { type WordSpan, wordSpans } from './word-spans.ts'

/** A revision to be compared with another. */
export interface ComparedRevision {
  readonly number: number
  readonly content: Content
  /** Of what its content points at */
  readonly names: Names
}

/** A change as schema.graphql has it. */
export interface RevisionChange
  extends Pick<ContentChange, 'kind' | 'path' | 'basePath' | 'before' | 'after' | 'from'>,
    Subjects {
  /** Compared when they are asked for, here and below */
  readonly words: readonly WordSpan[] | null
  readonly markup: readonly MarkupChange[] | null
  readonly blockBefore: BlockType | null
  readonly blockAfter: BlockType | null
  readonly division: Pick<BlockDivision, 'from' | 'into'> | null
}

/** Global ids */
interface Subjects {
  readonly beforeId: string | null
  readonly afterId: string | null
  readonly beforeImageId: string | null
  readonly afterImageId: string | null
}

/** What all changes of a diff may cost together, in steps of comparing words: about half a second. */
const MOST_STEPS = 2_500_000
const MOST_DIFFERENCES = 1_000

/** What changed from one revision to another, in the order of the page. */
export function revisionChanges(before: ComparedRevision, after: ComparedRevision): RevisionChange[] {
  const changes = contentChanges(before.content, after.content, { ...before.names, ...after.names })
  const rewritten = changes.filter(({ prose }) => prose !== null).length
  const effort = Math.min(MOST_DIFFERENCES, Math.floor(Math.sqrt(MOST_STEPS / Math.max(1, rewritten))))
  const imagesBefore = imagesOf(before.content)
  const imagesAfter = imagesOf(after.content)
  return changes.map((change) => {
    const { kind, path, basePath, from, was, is, division } = change
    let compared: readonly WordSpan[] | null | undefined
    const words = () => {
      compared = compared === undefined ? wordsOf(change, effort) : compared
      return compared
    }
    return {
      ...{ kind, path, basePath, from, before: change.before, after: change.after },
      ...{ beforeId: globalId(was.subject), afterId: globalId(is.subject) },
      beforeImageId: globalId(imageOf(was.subject, imagesBefore)),
      afterImageId: globalId(imageOf(is.subject, imagesAfter)),
      ...{ blockBefore: blockType(was.block), blockAfter: blockType(is.block) },
      division: division && { from: division.from, into: division.into },
      get words() {
        return words()
      },
      get markup() {
        return markupOf(change, words)
      },
    }
  })
}

/** The words of what was split or joined are there before and after. */
function wordsOf(
  { before, after, prose, was, is, division }: ContentChange,
  effort: number,
): readonly WordSpan[] | null {
  if (division && (prose !== null || (was.block ?? is.block) !== undefined)) {
    return [{ kind: 'SAME', text: plain(after ?? before ?? '', prose) }]
  }
  if (prose === null || before === null || after === null) return null
  return wordSpans(plain(before, prose), plain(after, prose), effort)
}

function markupOf(
  { before, after, prose, division }: ContentChange,
  words: () => readonly WordSpan[] | null,
): readonly MarkupChange[] | null {
  if (division) {
    const { html } = division
    if (!html) return null
    const spans = wordSpans(blockText(html.before), blockText(html.after), MOST_DIFFERENCES)
    // Between two parts is a space that both need not have, or not with the same markup.
    return markupChanges(html.before, html.after, spans).filter(
      ({ kind, text }) => kind !== 'REGROUPED' && text.trim() !== '',
    )
  }
  const spans = prose === 'html' ? words() : null
  return spans === null || before === null || after === null ? null : markupChanges(before, after, spans)
}

function plain(text: string, prose: ContentChange['prose']): string {
  return prose === 'html' ? blockText(text) : text
}

const BLOCK_TYPES: ReadonlyMap<string, BlockType> = new Map(
  Object.entries({
    paragraph: 'PARAGRAPH',
    heading: 'HEADING',
    image: 'IMAGE',
    quote: 'QUOTE',
    list: 'LIST',
    embed: 'EMBED',
    table: 'TABLE',
    divider: 'DIVIDER',
    factBox: 'FACT_BOX',
  } as const satisfies Record<Content['body'][number]['type'], BlockType>),
)

function blockType(stored: string | undefined): BlockType | null {
  return BLOCK_TYPES.get(stored ?? '') ?? null
}

/** Of each caption, by its uuid */
function imagesOf({ captions }: Content): ReadonlyMap<string, string> {
  return new Map(captions.map(({ id, imageId }) => [id, imageId]))
}

function imageOf(subject: Named | null | undefined, images: ReadonlyMap<string, string>): Named | null {
  if (subject?.type === 'Image') return subject
  const id = subject?.type === 'Caption' ? images.get(subject.id) : undefined
  return id === undefined ? null : { type: 'Image', id }
}

function globalId(subject: Named | null | undefined): string | null {
  return subject ? `${idPrefix(subject.type)}${subject.id}` : null
}
