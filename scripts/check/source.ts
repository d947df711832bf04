import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path/posix'
import { filesMatching } from './files.ts'

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

/** Every TypeScript file below the folders, but for generated code. */
export async function sourceFiles(...folders: string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  for (const folder of folders) {
    for (const path of await filesMatching([`${folder}/**/*.ts`], { exclude: ['src/generated'] })) {
      files.push(parsed(path, await readFile(path, 'utf8')))
    }
  }
  return files.sort((one, other) => one.path.localeCompare(other.path))
}

function parsed(path: string, text: string): SourceFile {
  const named = [...text.matchAll(IMPORT)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
  return {
    path,
    text,
    imports: named.filter((name) => name.startsWith('.')).map((name) => join(dirname(path), name)),
    packages: named.filter((name) => !name.startsWith('.')),
  }
}
