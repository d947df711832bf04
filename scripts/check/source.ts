import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path/posix'

export interface SourceFile {
  /** From the project's root: src/article/article.shape.ts */
  path: string
  text: string
  /** Files of the project that it imports, by their paths */
  imports: string[]
  /** Packages that it imports */
  packages: string[]
}

const IMPORT = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gm

/** Every TypeScript file below the folders of the root, except generated code and the package of the peers. @throws if there is none: a check of nothing proves nothing */
export async function sourceFiles(root: string, folders: readonly string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  const patterns = folders.map((folder) => `${folder}/**/*.ts`)
  for await (const path of glob(patterns, { cwd: root, exclude: ['src/generated', 'bench/peers'] })) {
    files.push(parsed(path, await readFile(join(root, path), 'utf8')))
  }
  if (files.length === 0) throw new Error(`no source files below ${root}`)
  return files.sort((one, other) => one.path.localeCompare(other.path))
}

/** What a file imports, from its text. */
export function parsed(path: string, text: string): SourceFile {
  const named = [...text.matchAll(IMPORT)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
  return {
    path,
    text,
    imports: named.filter((name) => name.startsWith('.')).map((name) => join(dirname(path), name)),
    packages: named.filter((name) => !name.startsWith('.')),
  }
}
