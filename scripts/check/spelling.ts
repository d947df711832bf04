import { programErrors } from './program.ts'

/** Words that are neither in cspell's dictionaries nor in spelling-words.txt. cspell.json lists the files that are not checked. */
export function misspelledWords(root: string): Promise<string[]> {
  return programErrors('cspell', ['lint', '--no-progress', '--no-summary', '--no-color', '--gitignore', '**'], root)
}
