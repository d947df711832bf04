import { v7 as newId } from 'uuid'
import type { Columns } from '../database/columns.ts'
import type { ArticleAction } from '../generated/graphql.ts'
import { authorizeFor } from '../lifecycle/allowed-actions.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'
import type { Viewer } from '../viewer/viewer.ts'
import type { ArticleMetadata } from './metadata.ts'

interface Part {
  readonly column: keyof Columns<'article'>
  /** As the audit trail calls it */
  readonly path: string
  /** The action that a change of it is; transitions.ts says who may do that when */
  readonly action: ArticleAction
}

/**
 * Everything about an article that does not belong to a revision. A change of it is not held back until the next publication, so each part
 * says which action protects it.
 */
const PARTS = {
  slug: { column: 'slug', path: 'slug', action: 'CHANGE_ADDRESS' },
  locale: { column: 'locale', path: 'locale', action: 'CHANGE_ADDRESS' },
  translationGroupId: { column: 'translation_group_id', path: 'translationOf', action: 'CHANGE_ADDRESS' },
  canonicalUrl: { column: 'canonical_url', path: 'canonicalUrl', action: 'CHANGE_ADDRESS' },
  noIndex: { column: 'no_index', path: 'noIndex', action: 'CHANGE_ADDRESS' },
  embargoedUntil: { column: 'embargoed_until', path: 'embargoedUntil', action: 'SET_EMBARGO' },
  // Readers never see it.
  editorNote: { column: 'editor_note', path: 'editorNote', action: 'UPDATE' },
} as const satisfies Record<keyof ArticleMetadata, Part>

const isPart = (name: string): name is keyof ArticleMetadata => name in PARTS

const NAMES = Object.keys(PARTS).filter(isPart)

export interface MetadataChange {
  readonly set: Columns<'article'>
  readonly changedPaths: readonly string[]
  /** What readers of a live article see of it, as fields of Article: its page is found elsewhere, or beside others */
  readonly moved: readonly string[]
}

/** What changes in the article around its text. @throws FORBIDDEN to those who may not change that in the article's state */
export function metadataChange(article: LoadedArticle, after: ArticleMetadata, viewer: Viewer): MetadataChange {
  const changed = NAMES.filter((name) => comparable(article[name]) !== comparable(after[name]))
  const value = (name: keyof ArticleMetadata) =>
    name === 'translationGroupId' ? (after[name] ?? newId()) : after[name]
  for (const name of changed) authorizeFor(PARTS[name].action, article, viewer)
  return {
    set: Object.fromEntries(changed.map((name) => [PARTS[name].column, value(name)])),
    changedPaths: changed.map((name) => PARTS[name].path),
    moved: changed
      .filter((name) => PARTS[name].action === 'CHANGE_ADDRESS')
      .map((name) => (name === 'translationGroupId' ? 'translations' : name)),
  }
}

function comparable(value: Date | string | boolean | null): number | string | boolean | null {
  return value instanceof Date ? value.getTime() : value
}
