import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path/posix'
import { sourceFiles } from './source.ts'

// Wording that slows down readers whose first language is not English. In code only comments are checked: titles of tests and messages may quote
// what somebody wrote.

interface Phrase {
  readonly pattern: RegExp
  readonly instead: string
}

const phrase = (words: string, instead: string): Phrase => ({ pattern: new RegExp(`\\b(?:${words})\\b`, 'i'), instead })

const PHRASES: readonly Phrase[] = [
  phrase('for ever', 'permanently'),
  phrase('whoever|whosoever', 'the viewer, the user who, every process that'),
  phrase('besides', 'also, in addition to, other than'),
  phrase('be it (?:that|in|on|for)|be they', 'even if, whether'),
  phrase('but for (?:the|its|what|those|when|generated|one)', 'except'),
  phrase('lets? nothing through', 'matches nothing'),
  phrase('ha(?:s|ve) (?:it|them) not', 'does not have'),
  phrase('falls? away', 'is cleared, ends'),
  phrase('anew', 'again'),
  phrase('be had', 'be fetched, is available'),
  phrase('comes? to pass', 'happens'),
  // The seed's main article is about ties that are mended.
  phrase('mend(?:s|ed|ing)?(?![ -](?:Egypt|ties))', 'fix'),
  phrase('null is required', 'Cannot be null (error REQUIRED).'),
  phrase('left out, any will do', 'If omitted, the version is not checked.'),
  phrase('works? no more', 'is revoked, has expired'),
  phrase('whence|thereof|therein|thereto|hereby|likewise', 'a plain word'),
  phrase('(?:desk|readers|tokens|page|table|input|statement|code|hash|names) alone', 'only'),
]

/** Phrases that are not plain present-day English, each with what to write instead. */
export async function unusualPhrases(root: string): Promise<string[]> {
  const texts: [path: string, text: string][] = []
  for await (const path of glob(DOCUMENTS, { cwd: root })) {
    texts.push([path, await readFile(join(root, path), 'utf8')])
  }
  for (const { path, text } of await sourceFiles(root, ['src', 'test', 'bench', 'scripts'])) {
    if (!NAMING.has(path)) texts.push([path, comments(text)])
  }
  return texts.flatMap(([path, text]) => findingsIn(path, text))
}

const DOCUMENTS = ['*.md', 'docs/**/*.md', 'schema.graphql', '.env.example']

/** These files name the phrases. */
const NAMING = new Set(['scripts/check/plain-english.ts', 'test/checks/planted/plain-english.ts'])

/** What is left of each line: the comment at its end, or nothing. Lines keep their numbers. */
function comments(code: string): string {
  return code.replace(/^.*$/gm, (line) => /(?:^\s*(?:\/\/|\/?\*)|\s\/[/*]\*? ).*$/.exec(line)?.[0] ?? '')
}

function findingsIn(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    PHRASES.flatMap(({ pattern, instead }) => {
      const found = pattern.exec(line)?.[0]
      return found ? [`${path}:${index + 1} says "${found}"; write: ${instead}`] : []
    }),
  )
}
