// After every npm install: generates src/generated. The generators are development dependencies. A production install (npm ci --omit=dev)
// installs them in a temporary folder for that moment, from the same package-lock.json. npm ci --ignore-scripts skips all of it.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { GENERATOR_SOURCES } from './generator-sources.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../', import.meta.url))
const GENERATORS = [
  'prisma',
  'prisma-kysely',
  '@graphql-codegen/core',
  '@graphql-codegen/typescript',
  '@graphql-codegen/typescript-resolvers',
  'graphql',
]

if (GENERATORS.every((name) => existsSync(join(root, 'node_modules', name)))) await import('./generate.ts')
else await generateElsewhere()

async function generateElsewhere(): Promise<void> {
  const started = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-generators-'))
  try {
    for (const file of [...GENERATOR_SOURCES, 'package-lock.json', '.npmrc'])
      await cp(join(root, file), join(folder, file))
    await writeFile(join(folder, 'package.json'), await manifestOfGenerators())
    // With the lock file beside it, this installs the versions that are locked there.
    await npm(folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund'])
    await run(process.execPath, [join(folder, 'scripts/generate.ts')], { cwd: folder })
    await rm(join(root, 'src/generated'), { recursive: true, force: true })
    await cp(join(folder, 'src/generated'), join(root, 'src/generated'), { recursive: true })
    console.log(
      `Generated src/generated in ${((performance.now() - started) / 1000).toFixed(1)} s, with a temporary install`,
    )
  } catch (error) {
    console.error(
      `src/generated could not be made: its generators are development dependencies, and installing them in a temporary folder failed.\n${error instanceof Error ? error.message : error}\n` +
        'Other ways: npm ci && npm prune --omit=dev, or npm ci --omit=dev --ignore-scripts with src/generated of another install.',
    )
    process.exitCode = 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** package.json with the generators as its only dependencies. */
async function manifestOfGenerators(): Promise<string> {
  const { dependencies, devDependencies, ...manifest } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const ranges = { ...dependencies, ...devDependencies }
  return JSON.stringify({
    ...manifest,
    dependencies: Object.fromEntries(GENERATORS.map((name) => [name, ranges[name]])),
  })
}

/** The npm that runs this script. It hands its own settings down in npm_config_*, where `omit` and the folder would be wrong here. */
async function npm(folder: string, args: readonly string[]): Promise<void> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_config_(omit|include|production|local_prefix|global)$/i.test(name),
    ),
  )
  const own = process.env.npm_execpath
  const [program, first] = own === undefined ? ['npm', []] : [process.execPath, [own]]
  await run(program, [...first, ...args], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 })
}
