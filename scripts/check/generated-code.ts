import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesMatching } from './files.ts'
import { complaints } from './program.ts'

/** What the generators read. */
const SOURCES = ['package.json', 'prisma.config.ts', 'prisma/schema.prisma', 'schema.graphql', 'scripts/generate.ts']

/** Generates everything anew in a temporary folder: the files of src/generated that differ from that. */
export async function outdatedCode(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-generated-'))
  try {
    for (const file of SOURCES) await cp(file, join(folder, file))
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
    const faults = await complaints('node', [join(folder, 'scripts/generate.ts')])
    return faults.length > 0 ? faults : differences(await codeIn(folder), await codeIn('.'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function codeIn(root: string): Promise<Map<string, string>> {
  const code = new Map<string, string>()
  for (const file of await filesMatching(['src/generated/**/*.ts'], { cwd: root })) {
    code.set(file, await readFile(join(root, file), 'utf8'))
  }
  return code
}

function differences(fresh: ReadonlyMap<string, string>, present: ReadonlyMap<string, string>): string[] {
  const files = new Set([...fresh.keys(), ...present.keys()])
  return [...files].sort().flatMap((file) => {
    if (!present.has(file)) return [`${file} is missing`]
    if (!fresh.has(file)) return [`${file} is generated no more`]
    return present.get(file) === fresh.get(file) ? [] : [`${file} is not what is generated now`]
  })
}
