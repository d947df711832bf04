import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { parseEnv as parseDotenv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { EnvError, parseEnv, variableNames } from '../src/config/env.ts'

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://desk:secret@db.internal:5432/copydesk',
  SITE_URL: 'https://daily.example/',
}

function faultsOf(variables: Record<string, string>): string {
  try {
    parseEnv(variables)
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
  return ''
}

describe('without any variable', () => {
  it('is an embedded newsroom at http://127.0.0.1:4000, seeded, with the explorer', () => {
    expect(parseEnv({})).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 4000,
      publicUrl: 'http://127.0.0.1:4000',
      databaseUrl: null,
      directUrl: null,
      replicaUrls: [],
      processes: 1,
      prepared: 'auto',
      dataDir: '.data',
      mediaDir: '.data/media',
      site: { defaultLocale: 'en', mediaUrl: 'http://127.0.0.1:4000/media' },
      log: { level: 'info', format: 'pretty' },
      explorer: true,
      seedOnStart: true,
    })
  })

  it('is the same with empty ones', () => {
    const empty = Object.fromEntries(variableNames.map((name) => [name, ' ']))

    expect(parseEnv(empty)).toEqual(parseEnv({}))
  })
})

describe('in production', () => {
  it('nothing is seeded, and the explorer is off unless wanted', () => {
    expect(parseEnv(PRODUCTION)).toMatchObject({ production: true, seedOnStart: false, explorer: false })
    expect(parseEnv({ ...PRODUCTION, EXPLORER: 'true' }).explorer).toBe(true)
  })

  it('the database and the site must be named', () => {
    const faults = faultsOf({ NODE_ENV: 'production' })

    expect(faults).toMatch(/DATABASE_URL is missing.*postgresql:\/\//)
    expect(faults).toMatch(/SITE_URL is missing.*https:\/\//)
  })

  it('a wish to seed is refused', () => {
    expect(faultsOf({ ...PRODUCTION, SEED_ON_START: 'true' })).toMatch(/SEED_ON_START.*nothing is seeded/)
  })
})

describe('faults', () => {
  it('are all listed at once, each with what is allowed', () => {
    const faults = faultsOf({
      NODE_ENV: 'staging',
      PORT: '99999',
      MAX_DEPTH: 'deep',
      LOG_LEVEL: 'loud',
      SITE_URL: 'daily.example',
      DEFAULT_LOCALE: 'not a locale',
      EXPLORER: 'yes',
      CORS_ORIGINS: 'https://daily.example/path',
      TRUST_PROXY: 'proxy.internal',
    })

    expect(faults.split('\n')).toHaveLength(9)
    expect(faults).toContain('PORT is "99999". Allowed: a whole number from 0 to 65535.')
    expect(faults).toContain('EXPLORER is "yes". Allowed: true or false.')
    expect(faults).toContain('LOG_LEVEL is "loud". Allowed: one of fatal, error, warn, info, debug, trace, silent.')
  })

  it('never repeat a password', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://desk:secret@db.internal/copydesk' })

    expect(faults).toMatch(/DATABASE_URL/)
    expect(faults).not.toContain('secret')
  })
})

describe('values', () => {
  it('come out clean', () => {
    const env = parseEnv({
      ...PRODUCTION,
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://api.daily.example//',
      DEFAULT_LOCALE: 'pt-br',
      CORS_ORIGINS: 'https://daily.example, http://localhost:3000',
      TRUST_PROXY: '10.0.0.0/8,loopback',
    })

    expect(env.site).toMatchObject({
      url: 'https://daily.example',
      mediaUrl: 'https://api.daily.example/media',
      defaultLocale: 'pt-BR',
    })
    expect(env.corsOrigins).toEqual(['https://daily.example', 'http://localhost:3000'])
    expect(env.trustProxy).toEqual(['10.0.0.0/8', 'loopback'])
  })

  it('of HOST give an address that can be opened', () => {
    expect(parseEnv({ HOST: '0.0.0.0' }).publicUrl).toBe('http://localhost:4000')
    expect(parseEnv({ HOST: '::1', PORT: '80' }).publicUrl).toBe('http://[::1]:80')
  })
})

describe('PROCESSES', () => {
  it('are one with the embedded database', () => {
    expect(parseEnv({ PROCESSES: 'auto' }).processes).toBe(1)
    expect(() => parseEnv({ PROCESSES: '2' })).toThrow(
      'PROCESSES is 2, but only one process can use the embedded database. Allowed: 1 or auto, or set DATABASE_URL to a PostgreSQL database.',
    )
  })

  it('are as many as there are cores, or as one likes', () => {
    const DATABASE_URL = 'postgresql://localhost/copydesk'
    expect(parseEnv({ DATABASE_URL, PROCESSES: 'auto' }).processes).toBe(availableParallelism())
    expect(parseEnv({ DATABASE_URL, PROCESSES: '3' }).processes).toBe(3)
    expect(() => parseEnv({ DATABASE_URL, PROCESSES: 'many' })).toThrow(
      'PROCESSES is "many". Allowed: auto (one for each core), or a whole number from 1 to 64.',
    )
  })
})

describe('DATABASE_REPLICA_URLS', () => {
  it('are addresses of databases, and are not repeated where one is wrong', () => {
    expect(parseEnv({ DATABASE_REPLICA_URLS: 'postgresql://a/b, postgresql://c/d' }).replicaUrls).toEqual([
      'postgresql://a/b',
      'postgresql://c/d',
    ])
    expect(() => parseEnv({ DATABASE_REPLICA_URLS: 'postgresql://a/b,secret' })).toThrow(
      'DATABASE_REPLICA_URLS is not usable. Allowed: addresses like postgresql://user:password@host:5432/database, separated by commas.',
    )
  })
})

describe('traces', () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://user:secret@collector:4318/'

  it('are recorded only with a collector', () => {
    expect(parseEnv({ OTEL_SERVICE_NAME: 'daily' }).tracing).toBeNull()
    expect(parseEnv({ OTEL_EXPORTER_OTLP_ENDPOINT }).tracing).toMatchObject({
      origin: 'http://collector:4318',
      serviceName: 'copydesk',
      sampling: { sampler: 'parentbased_always_on', ratio: 1 },
    })
  })

  it('are sampled by a ratio from 0 to 1', () => {
    for (const [given, ratio] of Object.entries({ '0.01': 0.01, '1.0': 1, '.5': 0.5, '0': 0 }))
      expect(parseEnv({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG: given }).tracing?.sampling.ratio).toBe(
        ratio,
      )
    for (const given of ['1.1', '-1', '1%', 'half'])
      expect(faultsOf({ OTEL_TRACES_SAMPLER_ARG: given })).toContain('a number from 0 to 1')
    expect(faultsOf({ OTEL_TRACES_SAMPLER: 'jaeger_remote' })).toContain('parentbased_traceidratio')
  })

  it('do not show the password of a collector whose address is wrong', () => {
    expect(faultsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://user:secret@collector:4317' })).not.toContain('secret')
  })
})

describe('a bucket for images', () => {
  it('is there when it has a name, at Amazon or where the variables say', () => {
    expect(parseEnv({ MEDIA_S3_ENDPOINT: 'https://s3.daily.example' }).bucket).toBeNull()
    expect(parseEnv({ MEDIA_BUCKET: 'pictures', MEDIA_S3_REGION: 'eu-central-1' }).bucket).toEqual({
      name: 'pictures',
      region: 'eu-central-1',
      endpoint: null,
      isInPath: false,
    })
    expect(parseEnv({ MEDIA_BUCKET: 'pictures', MEDIA_S3_ENDPOINT: 'https://s3.daily.example/' }).bucket).toEqual({
      name: 'pictures',
      region: 'us-east-1',
      endpoint: 'https://s3.daily.example',
      isInPath: true,
    })
  })

  it('stands in the path or in the name of the host as one likes', () => {
    const given = { MEDIA_BUCKET: 'pictures', MEDIA_S3_ENDPOINT: 'https://s3.daily.example' }

    expect(parseEnv({ ...given, MEDIA_S3_FORCE_PATH_STYLE: 'false' }).bucket?.isInPath).toBe(false)
    const faults = faultsOf({ MEDIA_S3_FORCE_PATH_STYLE: '1', MEDIA_S3_ENDPOINT: 's3', MAX_UPLOAD_BYTES: '25MB' })
    expect(faults).toContain('MEDIA_S3_ENDPOINT is "s3". Allowed: an address that begins with http')
    expect(faults).toContain('MEDIA_S3_FORCE_PATH_STYLE is "1". Allowed: true or false.')
    expect(faults).toContain('MAX_UPLOAD_BYTES is "25MB". Allowed: a whole number from 1024 to 1073741824.')
  })
})

describe('an identity provider', () => {
  const PROVIDER = {
    AUTH_JWKS_URL: 'https://login.daily.example/keys/',
    AUTH_ISSUER: 'https://login.daily.example/',
    AUTH_AUDIENCE: 'copydesk',
  }

  it('is none unless it is named', () => {
    expect(parseEnv({}).identityProvider).toBeNull()
  })

  it('is taken to the letter, with our own names for the roles', () => {
    expect(parseEnv(PROVIDER).identityProvider).toEqual({
      jwksUrl: 'https://login.daily.example/keys/',
      issuer: 'https://login.daily.example/',
      audience: 'copydesk',
      roleClaim: 'roles',
      roleMap: new Map([
        ['reporter', 'REPORTER'],
        ['editor', 'EDITOR'],
        ['admin', 'ADMIN'],
      ]),
    })
  })

  it('may have names of its own', () => {
    const env = parseEnv({ ...PROVIDER, AUTH_ROLE_MAP: 'Night Desk=EDITOR, cn=chief=ADMIN' })

    expect(env.identityProvider?.roleMap).toEqual(
      new Map([
        ['night desk', 'EDITOR'],
        ['cn=chief', 'ADMIN'],
      ]),
    )
  })

  it('is whole or not there', () => {
    const faults = faultsOf({ AUTH_JWKS_URL: PROVIDER.AUTH_JWKS_URL, PORT: 'abc' })

    expect(faults.split('\n')).toEqual([
      'PORT is "abc". Allowed: a whole number from 0 to 65535.',
      'AUTH_ISSUER is missing. Allowed: all of AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE, or none of them.',
      'AUTH_AUDIENCE is missing. Allowed: all of AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE, or none of them.',
    ])
  })

  it.each(['editor', 'desk=Editor', 'desk=EDITOR,chief', '=ADMIN', 'desk=OWNER', ','])(
    'cannot map roles by %j',
    (roleMap) => {
      expect(faultsOf({ ...PROVIDER, AUTH_ROLE_MAP: roleMap })).toMatch(/^AUTH_ROLE_MAP is .* such as desk=EDITOR/)
    },
  )

  it('has its keys at an address', () => {
    expect(faultsOf({ ...PROVIDER, AUTH_JWKS_URL: 'login.daily.example/keys' })).toMatch(/^AUTH_JWKS_URL is .*http/)
  })
})

describe('.env.example', () => {
  it('documents every variable, with the default that it has', async () => {
    const example = parseDotenv(await readFile('.env.example', 'utf8'))

    expect(Object.keys(example).toSorted()).toEqual([...variableNames].toSorted())
    expect(parseEnv(example)).toEqual(parseEnv({}))
  })
})
