import { readdir } from 'node:fs/promises'
import { expect } from 'vitest'
import { sumsIn } from '../../src/backup/file-sum.ts'
import { start } from './child.ts'

interface Ended {
  readonly code: number
  readonly output: string
}

/** `npm run db:backup` and `npm run db:restore`. */
export const runBackup = (file: string, variables: Record<string, string>): Promise<Ended> =>
  start('scripts/backup/backup.ts', [file], { DATABASE_URL: '', ...variables }).ended

export const runRestore = (file: string, variables: Record<string, string>, ...options: string[]): Promise<Ended> =>
  start('scripts/backup/restore.ts', [file, ...options], { DATABASE_URL: '', ...variables }).ended

/** The same, where it must succeed. @returns what was printed */
export async function succeeded(command: Promise<Ended>): Promise<string> {
  const { code, output } = await command
  expect(output, output).not.toMatch(/Error/)
  expect(code, output).toBe(0)
  return output
}

/** All files of a data folder but its lock, to compare what was before and after. */
export async function filesOf(dataDir: string): Promise<Record<string, unknown>> {
  const { lock: _lock, ...files } = await sumsIn(dataDir)
  return { ...files, folders: (await readdir(dataDir)).filter((name) => name !== 'lock').toSorted() }
}
