import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A file below the root; empty where it is missing, so that a check reports all that it should hold. */
export function textOf(root: string, path: string): Promise<string> {
  return readFile(join(root, path), 'utf8').catch(() => '')
}

/** The files below the root that match the pattern, by their paths. */
export async function textsIn(root: string, ...patterns: string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for await (const path of glob(patterns, { cwd: root })) texts.set(path, await readFile(join(root, path), 'utf8'))
  return texts
}
