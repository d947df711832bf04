import { SEARCH_WORDS } from '../contract/limits.ts'
import { badUserInput } from '../errors/errors.ts'
import { textOf } from '../lib/json.ts'

/** The words of a search as they were asked. Throws BAD_USER_INPUT where there is no letter or digit among them, or too many. */
export function searchWords(argument: string): (value: unknown) => string {
  return (value) => {
    const words = textOf(value).trim()
    if (!/[\p{L}\p{N}]/u.test(words)) {
      throw badUserInput(`\`${argument}\` has no word to look for.`, {
        argument,
        allowed: 'at least one letter or digit',
      })
    }
    if (words.length > SEARCH_WORDS.most) {
      throw badUserInput(`\`${argument}\` has ${words.length} characters.`, {
        argument,
        allowed: `up to ${SEARCH_WORDS.most} characters`,
      })
    }
    // PostgreSQL's text takes no NUL.
    return words.replaceAll('\0', ' ')
  }
}
