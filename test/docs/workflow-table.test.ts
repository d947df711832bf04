import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ArticleStatus } from '../../src/generated/graphql.ts'
import { type ActionFacts, TRANSITIONS, type Transition } from '../../src/lifecycle/transitions.ts'

const text = readFileSync(new URL('../../docs/workflow.md', import.meta.url), 'utf8')
const STATUSES = ['DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN', 'TRASHED'] as const

/** When the lesser permission is enough: "EDIT_OWN_ARTICLES for one's own that was never live". */
const CONDITION = / (that|while) .+$/

/** The rows of the table below the heading, without its own two, cells trimmed. */
function tableBelow(heading: string): string[][] {
  const [, section = ''] = text.split(`## ${heading}\n`)
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

function factsOf(status: ArticleStatus, wasLive: boolean): ActionFacts {
  return {
    status,
    workflowState: 'DRAFT',
    isOwn: false,
    liveRevisionId: status === 'PUBLISHED' ? 'live' : null,
    latestRevisionId: 'latest',
    firstPublishedAt: wasLive ? new Date(0) : null,
    scheduledFor: null,
    unpublishAt: null,
    embargoedUntil: null,
    isLockedByOther: false,
    isTrashedByViewer: false,
    hasCorrection: false,
    now: new Date(0),
  }
}

/** "PUBLISHED, DRAFT" for both fields; "DRAFT or WITHDRAWN" where it depends on where it was. */
function becomes({ from, to }: Transition): string[] {
  if (!to) return ['as it was']
  const reached = from.flatMap((status) =>
    [false, true].map((wasLive) => {
      const { status: next, workflowState } = to(factsOf(status, wasLive || status === 'PUBLISHED'))
      return [next, workflowState].filter((part) => part !== undefined).join(', ')
    }),
  )
  return [...new Set(reached)].sort()
}

function rowOf(action: string, transition: Transition) {
  const { mutation, from, workflow, needs, orOwn, orAny, lesserUnless, unless } = transition
  return {
    action,
    mutation,
    from: from.length === STATUSES.length - 1 && !from.includes('TRASHED') ? 'all but TRASHED' : from.join(', '),
    workflow: workflow?.join(', ') ?? 'any',
    becomes: becomes(transition),
    needs: [needs, orOwn && `${orOwn} for one's own`, orAny].filter((one) => one !== undefined).join(', or '),
    hasLesserCondition: lesserUnless !== undefined,
    hasCondition: unless !== undefined,
  }
}

describe('The table of docs/workflow.md', () => {
  it('is that of the code, in its order', () => {
    const documented = tableBelow('What can be done when').map(
      ([action, mutation, from, workflow, reached = '', needs = '', onlyIf]) => ({
        action,
        mutation,
        from,
        workflow,
        becomes: reached.split(' or ').sort(),
        needs: needs.replace(CONDITION, ''),
        hasLesserCondition: CONDITION.test(needs),
        hasCondition: onlyIf !== '',
      }),
    )

    expect(documented).toEqual(Object.entries(TRANSITIONS).map(([action, transition]) => rowOf(action, transition)))
  })
})
