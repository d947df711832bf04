import type { ArticleAction } from '../generated/graphql.ts'
import { detailedError, type Path, type UserError } from '../mutation/user-error.ts'
import { lacks, type Permission, permissionsOf, type Viewer } from '../viewer/viewer.ts'
import { type ActionFacts, TRANSITIONS } from './transitions.ts'

const isAction = (name: string): name is ArticleAction => name in TRANSITIONS

const ACTIONS: readonly ArticleAction[] = Object.keys(TRANSITIONS).filter(isAction)

type Permissions = ReadonlySet<string>

/** Whether they may do it in some state of the article. */
function isTheirs(action: ArticleAction, { isOwn }: Pick<ActionFacts, 'isOwn'>, permissions: Permissions): boolean {
  const { needs, orOwn, orAny } = TRANSITIONS[action]
  return [needs, orAny, isOwn ? orOwn : undefined].some((one) => one !== undefined && permissions.has(one))
}

/** Why they may not do it in this state, although a lesser permission is enough in others; null if they may. */
function whyNotTheirs(action: ArticleAction, facts: ActionFacts, permissions: Permissions): string | null {
  const { needs, lesserUnless } = TRANSITIONS[action]
  return permissions.has(needs) ? null : (lesserUnless?.(facts) ?? null)
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
  return ACTIONS.filter(
    (action) =>
      isTheirs(action, facts, permissions) &&
      whyNotTheirs(action, facts, permissions) === null &&
      obstacle(action, facts) === null,
  )
}

/** The permission that every caller of the mutation needs, before anything is loaded. */
export function leastPermission(action: ArticleAction): Permission {
  const { needs, orOwn, orAny } = TRANSITIONS[action]
  return orOwn ?? orAny ?? needs
}

/** @throws FORBIDDEN to those who may only do it with their own articles, if this is not one. In which states they may is not asked. */
export function authorizeInSomeState(action: ArticleAction, article: Pick<ActionFacts, 'isOwn'>, viewer: Viewer): void {
  if (!isTheirs(action, article, new Set(permissionsOf(viewer.role)))) throw lacks(viewer, TRANSITIONS[action].needs)
}

/** The same in the article's present state. @throws FORBIDDEN also if the state puts it out of its writer's hands */
export function authorizeFor(action: ArticleAction, article: ActionFacts, viewer: Viewer): void {
  authorizeInSomeState(action, article, viewer)
  const reason = whyNotTheirs(action, article, new Set(permissionsOf(viewer.role)))
  if (reason !== null) throw lacks(viewer, TRANSITIONS[action].needs, reason)
}

/** The error for a reason in the article's state, with the actions that it does allow the viewer. */
function notInThisState(path: Path, facts: ActionFacts, viewer: Viewer, reason: string): UserError {
  const details = {
    __typename: 'StateDetails',
    status: facts.status,
    workflowState: facts.workflowState,
    allowedActions: allowedActions(facts, new Set(permissionsOf(viewer.role))),
  } as const
  return detailedError('NOT_ALLOWED_IN_STATE', path, details, ({ allowedActions: possible }) => {
    const names = [...new Set(possible.map((each) => TRANSITIONS[each].mutation))].join(', ')
    return `${reason} ${names === '' ? 'No action is available to you now.' : `Actions available to you now: ${names}.`}`
  })
}

/** The error if the article's state does not allow the action, with the actions that it does allow the viewer; null if it is allowed. */
export function whyNotNow(action: ArticleAction, facts: ActionFacts, viewer: Viewer): UserError | null {
  const reason = obstacle(action, facts)
  if (reason === null) return null
  return notInThisState(['input', 'id'], facts, viewer, reason)
}
