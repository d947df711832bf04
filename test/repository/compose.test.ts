import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readDockerfile } from '../../scripts/ci/dockerfile.ts'
import { parseEnv, variableNames } from '../../src/config/env.ts'
import { readYaml } from './read-yaml.ts'

const service = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  tmpfs: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z
    .record(z.string(), z.object({ condition: z.string(), required: z.boolean().default(true) }))
    .default({}),
})
const { services, volumes } = readYaml(
  'compose.yaml',
  z.object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) }),
)
const { server, postgresql, s3 } = services
const image = (await readDockerfile('Dockerfile')).at(-1)

/** A value as Compose sees it when only POSTGRES_PASSWORD is set. */
function interpolated(value: string): string {
  return value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name, kind, text) => {
    if (name === 'POSTGRES_PASSWORD') return 'secret'
    return kind === '-' ? text : ''
  })
}

describe('compose.yaml', () => {
  it('runs the server with a read-only root file system, without capabilities or ways to get them', () => {
    expect(server).toMatchObject({
      build: '.',
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
  })

  it('gives the server the volume that the image keeps its data in', () => {
    expect(server?.volumes).toEqual([`data:${image?.env.DATA_DIR}`])
  })

  it('sets only variables of the server that .env.example explains', () => {
    const example = readFileSync('.env.example', 'utf8')
    const unknown = Object.keys(server?.environment ?? {}).filter(
      (name) => !variableNames.includes(name) && !example.includes(name),
    )

    expect(unknown).toEqual([])
  })

  it('gives the server an environment with which it starts in production', () => {
    const given = Object.entries(server?.environment ?? {}).map(([name, value]) => [name, interpolated(value)])

    const env = parseEnv({ ...image?.env, ...Object.fromEntries(given) })

    expect(env).toMatchObject({ production: true, bucket: null, host: '0.0.0.0', port: 4000 })
    expect(env.databaseUrl).toBe('postgresql://copydesk:secret@postgresql:5432/copydesk')
  })

  it('has PostgreSQL 15 or newer and starts the server when it is healthy', () => {
    const [, major] = /^postgres:(\d+)/.exec(postgresql?.image ?? '') ?? []

    expect(Number(major)).toBeGreaterThanOrEqual(15)
    expect(server?.depends_on.postgresql).toEqual({ condition: 'service_healthy', required: true })
  })

  it('has an S3 server in a profile of its own, which the server needs only where it runs', () => {
    expect(s3?.profiles).toEqual(['s3'])
    expect(server?.depends_on.s3).toEqual({ condition: 'service_healthy', required: false })
    expect([server?.profiles, postgresql?.profiles]).toEqual([[], []])
  })

  it.each(Object.keys(services))('checks the health of %s', (name) => {
    const ownCheck = services[name]?.healthcheck?.test
    const imagesCheck = services[name]?.build === undefined ? undefined : image?.said.get('HEALTHCHECK')

    expect(ownCheck ?? imagesCheck).toBeDefined()
  })

  it.each(Object.keys(services))('pins the version of %s, where it is not built here', (name) => {
    expect(services[name]?.build ?? services[name]?.image).toMatch(/^\.$|:\d[\w.-]*$/)
  })

  it('keeps data in named volumes only, and each of them is used', () => {
    const used = Object.values(services).flatMap((one) => one.volumes.map((volume) => volume.split(':')[0]))

    expect(used.toSorted()).toEqual(Object.keys(volumes).toSorted())
  })

  it('publishes ports to this machine only', () => {
    const ports = Object.values(services).flatMap((one) => one.ports)

    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  })
})
