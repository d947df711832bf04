import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { atEnd } from '../helpers/at-end.ts'

/** Files by their paths. A function makes the text from that of the project's own file; null removes what `copies` brought. */
export type PlantedFiles = Readonly<Record<string, string | ((real: string) => string) | null>>

/** A project with a fault in it, and what the check must say of it. */
export type PlantedFault = {
  /** Completes "reports …" */
  readonly planted: string
} & Project &
  Report

type Project =
  | {
      readonly files: PlantedFiles
      /** Files and folders of the project that are there too */
      readonly copies?: readonly string[]
      /** Whether the check runs a program that needs the project's packages */
      readonly hasPackages?: boolean
    }
  /** What is found in memory, where a whole project would have to be written for it */
  | { readonly found: () => readonly string[] }

type Report =
  /** All that is reported */
  | { readonly reports: readonly string[] }
  /** Parts of what a program prints */
  | { readonly mentions: readonly string[] }

/** The project's own text, unchanged. */
export const real = (text: string): string => text

/** The project's own text with one place changed. @throws if the place is not there: the fault would not be planted */
export function replaced(part: string, by: string): (real: string) => string {
  return (text) => {
    if (!text.includes(part)) throw new Error(`nothing to replace: ${part}`)
    return text.replace(part, () => by)
  }
}

/** A temporary folder with the project in it, removed after the test file. */
export async function plantedProject(project: Extract<Project, { files: PlantedFiles }>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-planted-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  // What lies beside the checkout has a place beside it here too.
  const root = join(folder, 'project')
  await mkdir(root)
  for (const path of project.copies ?? []) await cp(path, join(root, path), { recursive: true })
  if (project.hasPackages) await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'))
  for (const [path, content] of Object.entries(project.files)) await plant(root, path, content)
  return root
}

async function plant(root: string, path: string, content: PlantedFiles[string]): Promise<void> {
  const file = join(root, path)
  if (content === null) return rm(file)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, typeof content === 'string' ? content : content(await readFile(path, 'utf8')))
}
