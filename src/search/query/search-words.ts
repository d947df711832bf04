import { SEARCH_WORDS } from '../../contract/limits.ts'
import { badUserInput } from '../../errors/errors.ts'
import { textOf } from '../../lib/json.ts'
import { characters } from '../../lib/text/stored-text.ts'

/**
 * The words of a search as PostgreSQL accepts them, otherwise unchanged. Throws BAD_USER_INPUT if they contain no letter or digit, or are
 * too long.
 */
export function searchWords(argument: string): (value: unknown) => string {
  return (value) => {
    const words = textOf(value).trim()
    if (!/[\p{L}\p{N}]/u.test(words)) {
      throw badUserInput(`\`${argument}\` must contain a word to search for.`, {
        argument,
        allowed: 'at least one letter or digit',
      })
    }
    const length = characters(words)
    if (length > SEARCH_WORDS.most) {
      throw badUserInput(`\`${argument}\` has ${length} characters.`, {
        argument,
        allowed: `up to ${SEARCH_WORDS.most} characters`,
      })
    }
    return words.replaceAll('\0', ' ').toWellFormed()
  }
}
