import type { UserErrorCode } from '../generated/graphql.ts'

/**
 * What a text needs before readers get it, and what a draft may lack: it can be saved, and is refused when it is submitted, approved, scheduled
 * or published. All other rules hold at every save: sizes and lengths, because there is only so much room; references and keys, because what
 * points nowhere cannot be stored; levels of headings and lists, because they are chosen and not typed; and schemes that run code, because a
 * preview shows drafts. docs/editing.md has both lists for people, and a test compares it with this one.
 */
export const PUBLISHING_RULES = {
  /** Slugs, lists, shares and search results name an article by it. */
  headline: { code: 'REQUIRED', message: 'The headline is empty. Enter one.' },
  paragraph: { code: 'REQUIRED', message: 'This paragraph is empty. Write something, or remove it.' },
  heading: { code: 'REQUIRED', message: 'This heading is empty. Write something, or remove it.' },
  quote: { code: 'REQUIRED', message: 'This quotation is empty. Write something, or remove it.' },
  listItems: { code: 'REQUIRED', message: 'This list has no items. Add one, or remove the list.' },
  listItem: { code: 'REQUIRED', message: 'This item is empty. Write something, or remove it.' },
  /** A page embeds nothing that is not encrypted. */
  embedAddress: { code: 'INVALID', message: 'This is not a complete https address. Complete it, or remove the embed.' },
  tableRows: { code: 'REQUIRED', message: 'This table has no rows. Add one, or remove the table.' },
  tableColumns: {
    code: 'INVALID',
    message:
      'This row has another number of cells than the table has columns. Give every row the same number, at least one.',
  },
  factBoxContent: { code: 'REQUIRED', message: 'This fact box is empty. Add a paragraph or a list, or remove it.' },
} as const satisfies Readonly<Record<string, { code: UserErrorCode; message: string }>>

export type PublishingRule = keyof typeof PUBLISHING_RULES

/** A place that is not finished: the path from the content, or from a part of it, as an input has it. */
export interface Unfinished {
  readonly rule: PublishingRule
  readonly path: readonly (string | number)[]
}
