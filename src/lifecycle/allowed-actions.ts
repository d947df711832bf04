import type { ArticleAction } from '../generated/graphql.ts'
import { type UserError, userError } from '../mutation/user-error.ts'
import { lacks, type Permission, permissionsOf, type Viewer } from '../viewer/viewer.ts'
import { type ActionFacts, TRANSITIONS } from './transitions.ts'

const isAction = (name: string): name is ArticleAction => name in TRANSITIONS

const ACTIONS: readonly ArticleAction[] = Object.keys(TRANSITIONS).filter(isAction)

type Permissions = ReadonlySet<string>

function isTheirs(action: ArticleAction, facts: ActionFacts, permissions: Permissions): boolean {
  const { needs, ownUnless } = TRANSITIONS[action]
  return permissions.has(needs) || (isTheirOwn(action, facts, permissions) && (ownUnless?.(facts) ?? null) === null)
}

function isTheirOwn(action: ArticleAction, { isOwn }: ActionFacts, permissions: Permissions): boolean {
  const { orOwn } = TRANSITIONS[action]
  return isOwn && orOwn !== undefined && permissions.has(orOwn)
}

/** Why the article's state does not allow it, for any viewer; null if it does. */
function obstacle(action: ArticleAction, facts: ActionFacts): string | null {
  const { from, workflow, unless } = TRANSITIONS[action]
  if (!from.includes(facts.status)) return `This cannot be done while the article is ${facts.status}.`
  if (workflow && !workflow.includes(facts.workflowState))
    return `This cannot be done while the article's workflow state is ${facts.workflowState}.`
  return unless?.(facts) ?? null
}

/** What a viewer with these permissions may do with an article in its present state. */
export function allowedActions(facts: ActionFacts, permissions: Permissions): ArticleAction[] {
  return ACTIONS.filter((action) => isTheirs(action, facts, permissions) && obstacle(action, facts) === null)
}

/** The permission that every caller of the mutation needs, before anything is loaded. */
export function leastPermission(action: ArticleAction): Permission {
  const { needs, orOwn } = TRANSITIONS[action]
  return orOwn ?? needs
}

/** @throws FORBIDDEN to those who may only do it with their own articles, if this is not one or its state is no longer theirs to change */
export function authorizeFor(action: ArticleAction, article: ActionFacts, viewer: Viewer): void {
  const permissions = new Set(permissionsOf(viewer.role))
  if (isTheirs(action, article, permissions)) return
  const { needs, ownUnless } = TRANSITIONS[action]
  throw lacks(viewer, needs, isTheirOwn(action, article, permissions) ? ownUnless?.(article) : null)
}

/** The error if the article's state does not allow the action, with the actions that it does allow the viewer; null if it is allowed. */
export function whyNotNow(action: ArticleAction, facts: ActionFacts, viewer: Viewer): UserError | null {
  const reason = obstacle(action, facts)
  if (reason === null) return null
  const possible = allowedActions(facts, new Set(permissionsOf(viewer.role)))
  const names = [...new Set(possible.map((each) => TRANSITIONS[each].mutation))].join(', ')
  const message = `${reason} ${names === '' ? 'No action is available to you now.' : `Actions available to you now: ${names}.`}`
  return userError('NOT_ALLOWED_IN_STATE', ['input', 'id'], message)
}
