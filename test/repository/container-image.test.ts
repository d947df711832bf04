import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { execForm, readDockerfile } from '../../scripts/ci/dockerfile.ts'
import { variableNames } from '../../src/config/env.ts'

const stages = await readDockerfile('Dockerfile')
const last = stages.at(-1)
const trackedFiles = await promisify(execFile)('git', ['ls-files'], { maxBuffer: 16 * 1024 * 1024 }).then(
  ({ stdout }) => stdout.trim().split('\n'),
)
/** The lines of .dockerignore that let something in; all else is ignored. */
const letIn = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1))

const isAt = (place: string) => (file: string) => file === place || file.startsWith(`${place}/`)

describe('The container image', () => {
  it('runs as a user that is not root, named by number', () => {
    expect(last?.said.get('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/)
  })

  it('runs node directly, without a shell that would not pass on signals', () => {
    expect(execForm(last?.said.get('CMD'))).toEqual(['node', 'src/main.ts'])
    expect(last?.said.get('STOPSIGNAL')).toBe('SIGTERM')
  })

  it('starts every stage from one exact version of Node, of the major version that .nvmrc names', () => {
    const images = [...new Set(stages.map(({ image }) => image))]

    expect(images).toEqual([expect.stringMatching(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/)])
    expect(images[0]).toContain(`node:${readFileSync('.nvmrc', 'utf8').trim()}.`)
  })

  it('installs no development dependency in the stage whose packages it takes', () => {
    const step = last?.copies.find(({ sources }) => sources.some((source) => source.endsWith('node_modules')))
    const stage = stages.find(({ name }) => name === step?.from)

    expect(stage?.runs).toEqual([expect.stringMatching(/^npm ci --omit=dev /)])
  })

  it('keeps data in a volume that DATA_DIR names, since the root file system may be read-only', () => {
    expect(execForm(last?.said.get('VOLUME'))).toEqual([last?.env.DATA_DIR])
    expect(last?.runs).toEqual([expect.stringContaining(`--owner=node --group=node --mode=0750 ${last?.env.DATA_DIR}`)])
  })

  it('sets only variables that the program reads', () => {
    const set = stages.flatMap(({ env }) => Object.keys(env))

    expect(set.filter((name) => !variableNames.includes(name))).toEqual([])
    expect(last?.env.NODE_ENV).toBe('production')
  })

  it('copies only files that are in the repository and that .dockerignore lets in', () => {
    const sources = stages
      .flatMap(({ copies }) => copies.filter(({ from }) => from === null))
      .flatMap((step) => step.sources)

    expect(sources.filter((source) => !trackedFiles.some(isAt(source)))).toEqual([])
    expect(sources.filter((source) => !letIn.some((place) => isAt(place)(source)))).toEqual([])
    expect(letIn.filter((place) => !sources.some((source) => isAt(place)(source)))).toEqual([])
  })

  it('lets no packages, data or settings of this machine in', () => {
    const [first] = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))

    expect(first).toBe('*')
    for (const place of ['node_modules', '.data', '.env', '.git']) expect(letIn).not.toContain(place)
  })

  it.each([
    [200, 0],
    [503, 1],
  ])('is healthy or not by the status of /healthz: %i', async (status, expected) => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/healthz' ? status : 404).end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()

    const code = await healthCheck(typeof address === 'object' ? (address?.port ?? 0) : 0)

    server.close()
    expect(code).toBe(expected)
  })

  it('is unhealthy when nobody answers', async () => {
    expect(await healthCheck(1)).toBe(1)
  })
})

/** The exit code of HEALTHCHECK's command. */
function healthCheck(port: number): Promise<number> {
  const [program, ...args] = execForm(last?.said.get('HEALTHCHECK')) ?? []
  expect(program).toBe('node')
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env: { PORT: String(port) } })
    child.once('exit', (code) => resolve(code ?? -1))
  })
}
