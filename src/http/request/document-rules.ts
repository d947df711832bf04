import type { ValidationRule } from 'graphql'
import type { Limits } from '../../limits/limits.ts'
import { literalsRule } from '../../limits/literals-rule.ts'
import { sizeRule } from '../../limits/size-rule.ts'
import { namesRule } from './names-rule.ts'

/** What a document must keep to, in addition to the rules of the specification. */
export function documentRules(limits: Limits): ValidationRule[] {
  return [sizeRule(limits), literalsRule, namesRule]
}
