import { programErrors } from './program.ts'

/** Words that neither the dictionaries of cspell know nor spelling-words.txt. cspell.json says which files are left out, and why not theirs. */
export function misspelledWords(): Promise<string[]> {
  return programErrors('cspell', ['lint', '--no-progress', '--no-summary', '--no-color', '--gitignore', '**'])
}
