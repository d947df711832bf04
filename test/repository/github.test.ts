import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readYaml } from './read-yaml.ts'

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
})
const workflow = readYaml(
  '.github/workflows/ci.yml',
  z.object({
    on: z.record(z.string(), z.unknown()),
    permissions: z.record(z.string(), z.string()),
    concurrency: z.object({ group: z.string() }),
    jobs: z.object({
      checks: z.object({
        permissions: z.undefined().optional(),
        'timeout-minutes': z.number(),
        strategy: z.object({
          matrix: z.object({ include: z.array(z.object({ node: z.number(), postgresql: z.number() })) }),
        }),
        services: z.object({
          postgresql: z.object({
            image: z.string(),
            env: z.record(z.string(), z.string()),
            ports: z.array(z.string()),
          }),
        }),
        steps: z.array(step),
      }),
    }),
  }),
)
const { checks } = workflow.jobs

/** As a workflow file writes it. */
const expression = (name: string) => `\${{ ${name} }}`

describe('The CI workflow', () => {
  it('runs .ci/run and nothing beside it', () => {
    expect(checks.steps.flatMap(({ run }) => run ?? [])).toEqual(['bash .ci/run'])
    expect(existsSync('.ci/run')).toBe(true)
  })

  it('runs for pushes and pull requests, and never with the rights of the base repository', () => {
    expect(Object.keys(workflow.on).toSorted()).toEqual(['pull_request', 'push'])
  })

  it('runs on Node 22 and 24, and PostgreSQL from the oldest supported version on', () => {
    const { include } = checks.strategy.matrix

    expect(include.map(({ node }) => node)).toEqual([22, 24])
    expect(Math.min(...include.map(({ postgresql }) => postgresql))).toBe(15)
    expect(checks.steps.map((one) => one.with['node-version'])).toContain(expression('matrix.node'))
  })

  it('has PostgreSQL where .ci/run looks for it, without a password', () => {
    const { image, env, ports } = checks.services.postgresql

    expect(image).toBe(`postgres:${expression('matrix.postgresql')}`)
    expect(env.POSTGRES_HOST_AUTH_METHOD).toBe('trust')
    expect(ports).toEqual(['127.0.0.1:5432:5432'])
    expect(readFileSync('.ci/run', 'utf8')).toContain('postgresql://postgres@127.0.0.1:5432/')
  })

  it('pins each action by the hash of a commit and names its version', () => {
    const text = readFileSync('.github/workflows/ci.yml', 'utf8')
    const lines = text.split('\n').filter((line) => /\buses:/.test(line))

    expect(lines).toHaveLength(checks.steps.filter(({ uses }) => uses).length)
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('may read the code and nothing else, and leaves no token in the working tree', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(checks.steps[0]?.with['persist-credentials']).toBe(false)
  })

  it('ends by itself, and ends for an outdated commit of a pull request', () => {
    expect(checks['timeout-minutes']).toBeLessThanOrEqual(120)
    expect(workflow.concurrency.group).toContain(expression('github.ref'))
  })
})

describe('Dependabot', () => {
  const update = z.object({
    'package-ecosystem': z.string(),
    directory: z.enum(['/', '/examples/site']),
    schedule: z.object({ interval: z.string() }),
    groups: z.record(z.string(), z.unknown()).default({}),
  })
  const { updates } = readYaml('.github/dependabot.yml', z.object({ version: z.literal(2), updates: z.array(update) }))

  it('updates npm packages in groups, actions, and the images of Dockerfile and compose.yaml', () => {
    expect(updates.map((one) => one['package-ecosystem']).toSorted()).toEqual([
      'docker',
      'docker-compose',
      'github-actions',
      'npm',
      'npm',
    ])
    const npm = updates.find((one) => one['package-ecosystem'] === 'npm')
    expect(Object.keys(npm?.groups ?? {})).not.toEqual([])
  })
})

describe('Issue forms', () => {
  const forms = readdirSync('.github/ISSUE_TEMPLATE').filter((file) => file !== 'config.yml')
  const item = z.object({
    type: z.enum(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']),
    id: z.string().optional(),
    attributes: z.object({ label: z.string().optional(), value: z.string().optional() }),
  })
  const form = z.object({ name: z.string(), description: z.string(), body: z.array(item).min(1) })

  it.each(forms)('%s has a label and an id of its own for each question', (file) => {
    const { body } = readYaml(`.github/ISSUE_TEMPLATE/${file}`, form)
    const questions = body.filter(({ type }) => type !== 'markdown')

    expect(questions.filter(({ attributes }) => !attributes.label)).toEqual([])
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
  })

  it('lead security reports to SECURITY.md, not to an issue', () => {
    const { blank_issues_enabled, contact_links } = readYaml(
      '.github/ISSUE_TEMPLATE/config.yml',
      z.object({
        blank_issues_enabled: z.boolean(),
        contact_links: z.array(z.object({ url: z.url(), about: z.string() })),
      }),
    )

    expect(blank_issues_enabled).toBe(false)
    expect(contact_links[0]?.about).toContain('SECURITY.md')
  })
})

describe('The repository', () => {
  it('has its version in package.json, package-lock.json, CHANGELOG.md and SECURITY.md', () => {
    const versionOf = z.object({ version: z.string() })
    const { version } = versionOf.parse(JSON.parse(readFileSync('package.json', 'utf8')))
    const locked = versionOf.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
    const [, newest] = /^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? []

    expect([locked.version, newest]).toEqual([version, version])
    expect(readFileSync('SECURITY.md', 'utf8')).toContain(`| ${version.replace(/\.\d+$/, '')} | yes |`)
  })

  it('recommends extensions for the editor by their full names', () => {
    const { recommendations } = z
      .object({ recommendations: z.array(z.string()) })
      .parse(JSON.parse(readFileSync('.vscode/extensions.json', 'utf8')))

    expect(recommendations.filter((name) => !/^[\w-]+\.[\w-]+$/.test(name))).toEqual([])
    expect(recommendations.join(' ')).toMatch(/biome.*prisma.*graphql/)
  })

  it('has an executable .ci/run for bash', async () => {
    await expect(promisify(execFile)('bash', ['-n', '.ci/run'])).resolves.toBeDefined()
  })
})
