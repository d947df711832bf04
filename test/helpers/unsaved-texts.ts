import { expect } from 'vitest'
import type { Call } from './newsroom.ts'

export interface Answered {
  readonly userErrors: readonly { readonly code: string }[]
  readonly isSuperseded?: boolean | null
  readonly article?: { readonly id: string; readonly version: number } | null
}

/** What ends an autosave: the saves of its writer, and what removes it. */
const ENDS = new Set(['updateArticle', 'restoreRevision', 'discardAutosave', 'deleteArticle'])

/**
 * What one user has on the screen of each article, by a model of its own: nothing that was typed is lost, none comes back, and a save answers with
 * the version that it made.
 */
export function unsavedTexts() {
  const typed = new Map<string, unknown>()

  function note({ mutation, input }: Call, { userErrors, isSuperseded, article }: Answered): void {
    const { id, version, headline } = input
    if (userErrors.length > 0 || typeof id !== 'string') return
    if (mutation === 'autosaveArticle' && isSuperseded === false) typed.set(id, headline)
    if (ENDS.has(mutation)) typed.delete(id)
    if (mutation === 'updateArticle') expect([version, Number(version) + 1]).toContain(article?.version)
  }

  async function check(query: (document: string) => Promise<Unsaved>): Promise<void> {
    const { kept, trashed } = await query(UNSAVED)
    const found = [...kept.nodes, ...trashed.nodes].flatMap(({ id, autosave }): [string, unknown][] =>
      autosave ? [[id, autosave.headline]] : [],
    )
    expect(new Map(found)).toEqual(typed)
  }

  return { note, check }
}

interface Unsaved {
  readonly kept: Nodes
  readonly trashed: Nodes
}

interface Nodes {
  readonly nodes: readonly { readonly id: string; readonly autosave: { readonly headline: string } | null }[]
}

const UNSAVED = `{ kept: articles(stage: DRAFT, first: 100) { nodes { id autosave { headline } } }
  trashed: articles(stage: DRAFT, first: 100, where: { status: { equals: TRASHED } }) { nodes { id autosave { headline } } } }`
