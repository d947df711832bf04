import { PAYWALL } from '../contract/limits.ts'
import { badUserInput } from '../errors/errors.ts'

/** The one form that Google reads: the name of a class. */
const CLASS = /^\.[A-Za-z_-][\w-]{0,99}$/

/** CSS selectors of what only subscribers see. @throws GraphQLError BAD_USER_INPUT */
export function paywalledIn({ paywalled }: Readonly<Record<string, unknown>>): readonly string[] {
  const selectors: unknown[] = Array.isArray(paywalled) ? paywalled : []
  const names = selectors.filter((selector) => typeof selector === 'string' && CLASS.test(selector)).map(String)
  if (selectors.length <= PAYWALL.selectors.most && names.length === selectors.length) return names
  const allowed = `up to ${PAYWALL.selectors.most} selectors of one class each, as ".paywall"`
  throw badUserInput(`\`paywalled\` must have ${allowed}.`, { argument: 'paywalled', allowed })
}
