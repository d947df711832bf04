import { PUBLISHING_RULES, type Unfinished } from '../contract/publishing-rules.ts'
import type { Publishability } from '../generated/graphql.ts'
import { BODY } from './blocks/blocks.ts'
import type { Content } from './content.ts'
import { TEXT_NAMES, textNamed } from './texts.ts'

/** What a content lacks before it can be published, in the order of the page. `path` is the place in an input that saves it. */
export function unpublishable(content: Content): Publishability[] {
  return unfinished(content).map(({ rule, path }) => ({ ...PUBLISHING_RULES[rule], path: path.map(String) }))
}

function unfinished(content: Content): Unfinished[] {
  const texts = TEXT_NAMES.flatMap((name): Unfinished[] => {
    const rule = textNamed(name).required
    return rule !== null && content[name] === '' ? [{ rule, path: [name] }] : []
  })
  return [...texts, ...BODY.unfinished(content.body).map(({ rule, path }) => ({ rule, path: ['body', ...path] }))]
}
