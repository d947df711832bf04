import type { AutosaveArticleInput, UpdateArticleInput } from '../generated/graphql.ts'
import { asSent } from '../mutation/input.ts'

/** What names the article, and how it is saved: not what it says. */
type AroundContent =
  | 'id'
  | 'version'
  | 'takeOver'
  | 'keepApproval'
  | 'keepAutosave'
  | 'idempotencyKey'
  | 'clientMutationId'

/**
 * What is on a screen is read as it was sent: it is given back like that, and judged when it is saved. All that a save takes is among these, so
 * that a form loses nothing; `npm run check` compares the parts of each.
 */
export const CONTENT_READS = {
  ...{ headline: asSent, kicker: asSent, standfirst: asSent, dateline: asSent },
  ...{ seoTitle: asSent, metaDescription: asSent, socialTitle: asSent, socialDescription: asSent, genre: asSent },
  ...{ canonicalUrl: asSent, noIndex: asSent },
  ...{ slug: asSent, locale: asSent, editorNote: asSent, embargoedUntil: asSent, translationOf: asSent, note: asSent },
  ...{ aiUse: asSent, credits: asSent, topics: asSent, captions: asSent, body: asSent },
} satisfies { readonly [Field in Exclude<keyof UpdateArticleInput, AroundContent>]-?: typeof asSent }

export type ContentField = keyof typeof CONTENT_READS

/** What is stored, as JSON. */
export type AutosaveContent = Pick<AutosaveArticleInput, ContentField>
