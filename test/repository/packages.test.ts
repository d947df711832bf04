import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const run = promisify(execFile)
const names = z.record(z.string(), z.string())
const { dependencies } = z.object({ dependencies: names }).parse(JSON.parse(readFileSync('package.json', 'utf8')))
const { packages } = z
  .object({ packages: z.record(z.string(), z.object({ dev: z.boolean(), devOptional: z.boolean() }).partial()) })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))

/** Peers that nothing needs in the way in which the project uses the package that names them. */
const NOT_INSTALLED = {
  react: "Prisma's CLI brings Prisma Studio, which is built with its React",
  'react-dom': 'as react',
}

/** Packages that are newer than a package wants that names them as its peer. */
const NEWER = {
  '@electric-sql/pglite': 'pglite-tools is released less often: each backup is read again and compared (decision 026)',
}

describe('The packages', () => {
  it('of a production install do not include tools, drawing, the explorer or pretty logs', () => {
    const tools = [
      'prisma',
      'typescript',
      '@resvg/resvg-js',
      'dejavu-fonts-ttf',
      'ruru',
      'pino-pretty',
      'prisma-kysely',
    ]

    expect(tools.filter((name) => packages[`node_modules/${name}`]?.dev !== true)).toEqual([])
    // npm does not omit these with --omit=dev.
    expect(Object.keys(packages).filter((path) => packages[path]?.devOptional)).toEqual([])
  })

  it('that are pre-releases are pinned to one version', () => {
    const loose = Object.entries(dependencies).filter(([, range]) => /^[^\d].*-/.test(range))

    expect(loose).toEqual([])
  })

  it('have the peers that they need, since npm does not install them by itself (.npmrc)', async () => {
    const { stdout } = await run('npm', ['ls', '--all', '--json', '--legacy-peer-deps=false'], {
      maxBuffer: 64 * 1024 * 1024,
    }).catch((error: unknown) => z.object({ stdout: z.string() }).parse(error))
    const { problems = [] } = z
      .object({ problems: z.array(z.string()) })
      .partial()
      .parse(JSON.parse(stdout))
    const named = (kind: string) => {
      const names = problems.flatMap((problem) => new RegExp(`^${kind}: (@?[^@]+)@`).exec(problem)?.[1] ?? [])
      return [...new Set(names)].toSorted()
    }

    expect(named('invalid')).toEqual(Object.keys(NEWER))
    expect(named('missing')).toEqual(Object.keys(NOT_INSTALLED).toSorted())
  })
})

describe('The last line of npm install', () => {
  it.each([
    ['20.20.2', 'You can ignore that'],
    ['22.17.1', 'You can ignore that'],
    ['22.18.0', ''],
    ['24.0.0', ''],
  ])('explains EBADENGINE where npm runs on a Node that is too old: %s', async (version, expected) => {
    const { stdout } = await run(process.execPath, ['scripts/npm-node-note.ts'], {
      env: { npm_config_user_agent: `npm/10.9.0 node/v${version} linux x64 workspaces/false` },
    })

    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(expected === '' ? stdout === '' : stdout.includes(expected)).toBe(true)
  })
})
