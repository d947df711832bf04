import { readFile } from 'node:fs/promises'

/** The rows of the table below a heading of docs/images.md: what is sent, and what it gets. */
export async function documented(heading: string): Promise<[what: string, gets: string][]> {
  const text = await readFile(new URL('../../docs/images.md', import.meta.url), 'utf8')
  const [, below = ''] = text.split(`### ${heading}\n`)
  const [section = ''] = below.split(/^#/m)
  const rows = [...section.matchAll(/^\| (.+?) \| (.+?) \|$/gm)].map(([, what = '', gets = '']): [string, string] => [
    what,
    gets,
  ])
  // The head and the line below it
  return rows.slice(1).filter(([what]) => !/^-+$/.test(what))
}
