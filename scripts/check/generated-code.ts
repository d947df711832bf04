import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GENERATOR_SOURCES } from '../generator-sources.ts'
import { differences } from './differences.ts'
import { complaints } from './program.ts'
import { textsIn } from './texts.ts'

/** Generates everything anew in a temporary folder: the files of src/generated that differ from that. */
export async function outdatedCode(root: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-generated-'))
  try {
    for (const file of GENERATOR_SOURCES) await cp(join(root, file), join(folder, file))
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
    const faults = await complaints('node', [join(folder, 'scripts/generate.ts')], root)
    return faults.length > 0 ? faults : differences(await codeIn(folder), await codeIn(root))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function codeIn(root: string): Promise<Map<string, string>> {
  return textsIn(root, 'src/generated/**/*.ts')
}
