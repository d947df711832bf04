import { deflateSync, gzipSync } from 'node:zlib'
import type { Chance } from '../helpers/chance.ts'
import { type hostileValues, NAMES } from './hostile-values.ts'
import { type Attack, operation } from './send.ts'

const QUERY = '{ articles { totalCount } }'

const TYPES = [
  'application/json',
  'application/graphql',
  'text/plain',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'a',
  '',
]

const PATHS = [
  '/',
  '/graphql/',
  '/graphql?query=%00',
  '/graphql%2f',
  '//graphql',
  '/media/a.png',
  '/media/../../etc/passwd',
  '/media/%2e%2e%2f%2e%2e/keys',
  '/media/r/x/y.webp',
  '/media/r/%00/y',
  '/media/a.png?x=1',
  '/healthz',
  '/readyz',
  '/explorer',
  '/__proto__',
  '/constructor',
  '/%c0%ae',
  '/%zz',
  '/*',
  '/favicon.ico',
  '/.env',
  '/metrics',
]

/** Requests that are hostile as HTTP. */
export function hostileHttp({ below, chance, one }: Chance, values: ReturnType<typeof hostileValues>) {
  const headersOf = (type: string) => ({ 'content-type': type })

  /** Bytes that are not what they should be, in a body that was right. */
  function brokenBytes(): Attack {
    const body = Buffer.from(JSON.stringify({ query: QUERY, variables: { a: 'äöü', b: [1, 2, { c: null }] } }))
    for (let count = 1 + below(4); count > 0; count--) body[below(body.length)] = below(256)
    return { headers: headersOf('application/json'), body: chance(0.3) ? body.subarray(0, below(body.length)) : body }
  }

  function compressed(): Attack {
    const plain = JSON.stringify({ query: `${' '.repeat(one([1, 1000, 5_000_000]))}${QUERY}` })
    const body = one([gzipSync, deflateSync])(plain)
    return {
      headers: { ...headersOf('application/json'), 'content-encoding': one(['gzip', 'deflate', 'br', 'gzip, gzip']) },
      body,
    }
  }

  const batched = (): Attack => ({
    headers: headersOf('application/json'),
    body: JSON.stringify(Array.from({ length: one([0, 1, 100, 2000]) }, () => ({ query: QUERY }))),
  })

  function byGet(): Attack {
    const query = one([QUERY, values.text(), `{${' a'.repeat(5000)}}`, 'mutation { createTopic { topic { id } } }', ''])
    const variables = chance(0.5) ? `&variables=${encodeURIComponent(JSON.stringify(values.anything(1)) ?? '')}` : ''
    const path = `/graphql?query=${encoded(query)}${variables}${chance(0.2) ? `&${one(NAMES)}=1&query=x` : ''}`
    return { method: 'GET', path: path.slice(0, 40_000), headers: {} }
  }

  function multipart(): Attack {
    const name = one(['operations', 'map', '0', ...NAMES])
    const part = (named: string, text: string) =>
      `--x\r\ncontent-disposition: form-data; name="${named}"\r\n\r\n${text}\r\n`
    const parts = [
      part('operations', JSON.stringify({ query: QUERY, variables: { a: null } })),
      part('map', JSON.stringify({ [name]: ['variables.a', 'variables.__proto__.a', 'query'] })),
      part(name, 'x'.repeat(one([0, 100, 50_000]))),
    ]
    const preflight = chance(0.7) ? { 'apollo-require-preflight': 'true' } : {}
    return {
      headers: { ...headersOf('multipart/form-data; boundary=x'), ...preflight },
      body: `${parts.slice(0, 1 + below(3)).join('')}${chance(0.8) ? '--x--\r\n' : ''}`,
    }
  }

  function headers(): Attack {
    return operation(QUERY, undefined, {
      [one([
        'x-forwarded-proto',
        'x-forwarded-host',
        'accept',
        'authorization',
        'origin',
        'x-request-id',
        'content-type',
        'accept-encoding',
        'graphql-cost',
        'if-none-match',
        'range',
        'cookie',
        'expect',
      ])]: one([
        'x:y//',
        'a, b',
        '*/*;q=-1',
        'Bearer',
        `Bearer ${'a'.repeat(5000)}`,
        'Bearer cpd_aaaa',
        'Bearer a.b.c',
        'null',
        'text/html',
        `${'a,'.repeat(2000)}`,
        '__proto__',
        '<script>',
      ]),
    })
  }

  const otherTypes = (): Attack => ({ headers: headersOf(one(TYPES)), body: JSON.stringify({ query: QUERY }) })

  const otherForms = (): Attack => ({
    headers: headersOf('application/json'),
    body: one([
      '',
      'null',
      '[]',
      '1',
      '"a"',
      '{}',
      '{"query":1}',
      '{"query":{}}',
      '{"query":null,"extensions":{"persistedQuery":{"version":1,"sha256Hash":"a"}}}',
      '{"query":"{ __typename }","operationName":{}}',
      '{"query":"{ __typename }","operationName":"__proto__"}',
      `{"query":"query ${'a'.repeat(30_000)} { __typename }"}`,
      '{"__proto__":{"query":"{ __typename }"}}',
      '\ufeff{"query":"{ __typename }"}',
      '{"query":"{ __typename }"}{}',
      '{"query":"\ud83d"}',
      `{"query":"{ __typename }","a":"${'\\u0000'.repeat(5000)}"}`,
    ]),
  })

  const paths = (): Attack => ({
    method: one(['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'PURGE']),
    path: chance(0.8) ? one(PATHS) : `/${encoded(values.text()).slice(0, 5000)}`,
  })

  return {
    'broken bytes': brokenBytes,
    'compressed body': compressed,
    batched,
    'by GET': byGet,
    multipart,
    headers,
    'other content types': otherTypes,
    'other forms': otherForms,
    paths,
  } satisfies Record<string, () => Attack>
}

/** Percent-encoded, also where a text is not well-formed. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
