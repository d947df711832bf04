// The steps of the Dockerfile, done in a plain folder: what it copies, `npm ci --omit=dev`, and its command as a user who may not write to
// the folder. The server must start without the development dependencies, answer, say what is missing, and stop on STOPSIGNAL.
// node scripts/ci/production-install.ts [POSTGRESQL]  (exit code 0: all of that holds; without an address: the embedded database)
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { GENERATOR_SOURCES } from '../generator-sources.ts'
import { type CopyStep, readDockerfile } from './dockerfile.ts'
import { checkRunning } from './production-server.ts'

const run = promisify(execFile)
const [postgresql] = process.argv.slice(2)
const stages = await readDockerfile('Dockerfile')
const dependencies = stages.find(({ name }) => name === 'dependencies')
const last = stages.at(-1)
if (!dependencies || !last) throw new Error('The Dockerfile has no stage "dependencies"')

const folder = await mkdtemp(join(tmpdir(), 'copydesk-production-'))
const app = join(folder, 'app')
try {
  const node = await machinesNode()
  await mkdir(app)
  for (const step of dependencies.copies) await copy(step)
  for (const command of dependencies.runs) await inApp(command, node)
  for (const step of last.copies) await copy(step)
  await reportSize()
  report('its postinstall generates the code of a full install', await differenceOfGenerated(node))
  report('no development dependency is installed', (await installedForDevelopment()).join(', '))
  await run('chmod', ['755', folder])
  await run('chmod', ['-R', 'a-w,a+rX', app])
  const faults = await checkRunning({
    stage: last,
    node,
    app,
    data: join(folder, 'data'),
    postgresql: postgresql ?? null,
  })
  for (const [what, fault] of faults) report(what, fault)
} finally {
  await run('chmod', ['-R', 'u+w', folder])
  await rm(folder, { recursive: true, force: true })
}

/** As COPY does it. The other stages' results are here already: the packages in this folder, generated code in the project's. */
async function copy({ from, sources, destination }: CopyStep): Promise<void> {
  if (from === 'dependencies') return
  for (const source of sources) {
    const path = from === null ? source : source.replace(/^\/app\//, '')
    const target = destination.endsWith('/')
      ? join(app, destination, path.split('/').at(-1) ?? '')
      : join(app, destination)
    await cp(path, target, { recursive: true, filter: (file) => from !== null || !file.startsWith('src/generated') })
  }
}

async function inApp(command: string, node: string): Promise<void> {
  const started = performance.now()
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${pathWithoutPackages()}` }
  await run('sh', ['-c', command], { cwd: app, env, maxBuffer: 64 * 1024 * 1024 })
  console.log(`${command} took ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/** What `npm ci --omit=dev` does in a fresh clone, where no stage has generated code. */
async function differenceOfGenerated(node: string): Promise<string> {
  for (const file of GENERATOR_SOURCES) await cp(file, join(app, file))
  await inApp('rm -r src/generated && node scripts/postinstall.ts', node)
  return run('diff', ['-r', 'src/generated', join(app, 'src/generated')]).then(
    () => '',
    (error: unknown) => String(error),
  )
}

async function reportSize(): Promise<void> {
  const { stdout } = await run('du', ['-sm', join(app, 'node_modules')])
  const { packages } = JSON.parse(await readFile(join(app, 'node_modules/.package-lock.json'), 'utf8'))
  console.log(`node_modules: ${stdout.split('\t')[0]} MB, ${Object.keys(packages).length} packages`)
}

async function installedForDevelopment(): Promise<string[]> {
  const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'))
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'))
  const installed = new Set(await readdir(join(app, 'node_modules'), { recursive: false }))
  const scopes = [...installed].filter((name) => name.startsWith('@'))
  for (const scope of scopes)
    for (const name of await readdir(join(app, 'node_modules', scope))) installed.add(`${scope}/${name}`)
  // The lock marks what no package of production depends on.
  return Object.keys(devDependencies).filter(
    (name) => installed.has(name) && packages[`node_modules/${name}`]?.dev === true,
  )
}

/** The Node of this machine where it is new enough, because production has no other; else the one that the project brings. */
async function machinesNode(): Promise<string> {
  const { engines } = JSON.parse(await readFile('package.json', 'utf8'))
  const [major = 0, minor = 0] = numbersIn(engines.node)
  const print = 'process.stdout.write(process.version + " " + process.execPath)'
  const env = { ...process.env, PATH: pathWithoutPackages() }
  const { stdout } = await run('node', ['-e', print], { env }).catch(() => ({ stdout: '' }))
  const [version = '', path = ''] = stdout.split(' ')
  const [ownMajor = 0, ownMinor = 0] = numbersIn(version)
  const isNewEnough = ownMajor > major || (ownMajor === major && ownMinor >= minor)
  console.log(`Node ${isNewEnough ? `${version} of this machine` : `${process.version} of the project`}`)
  return isNewEnough ? path : process.execPath
}

function numbersIn(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number)
}

function pathWithoutPackages(): string {
  const path = (process.env.PATH ?? '').split(delimiter)
  return path.filter((entry) => !entry.includes('node_modules')).join(delimiter)
}

function report(what: string, fault: string): void {
  console.log(`${fault === '' ? 'ok    ' : 'failed'}  ${what}${fault === '' ? '' : `: ${fault}`}`)
  if (fault !== '') process.exitCode = 1
}
