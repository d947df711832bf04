import { glob } from 'node:fs/promises'
import { some } from './skipped.ts'

/** The files that match, in order. @throws Skipped where none does */
export async function filesMatching(
  patterns: readonly string[],
  { cwd = '.', exclude = [] }: { cwd?: string; exclude?: readonly string[] } = {},
): Promise<readonly string[]> {
  const files: string[] = []
  for await (const file of glob([...patterns], { cwd, exclude: [...exclude] })) files.push(file)
  return some(files.toSorted(), `files that match ${patterns.join(', ')}`)
}
