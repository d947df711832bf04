import { dirname } from 'node:path/posix'
import { sourceFiles } from './source.ts'

const MAX_FILES_IN_FOLDER = 20

/** Folders of src that hold more files than one can take in at a glance. */
export async function fullFolders(root: string): Promise<string[]> {
  const files = await sourceFiles(root, ['src'])
  return Object.entries(Object.groupBy(files, ({ path }) => dirname(path)))
    .filter(([, inFolder]) => (inFolder?.length ?? 0) > MAX_FILES_IN_FOLDER)
    .map(
      ([folder, inFolder]) =>
        `${folder} holds ${inFolder?.length} files: divide it, ${MAX_FILES_IN_FOLDER} is the most`,
    )
}
