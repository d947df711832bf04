import { describe, expect, it } from 'vitest'
import { smallServer } from './small-server.ts'

describe('the landing page', () => {
  it('says what this is, and leads on', async () => {
    const server = await smallServer({ variables: { SITE_NAME: 'The Daily Example' } })

    const response = await server.inject('/')

    expect(response.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(response.body).toContain('<h1>The Daily Example</h1>')
    for (const address of ['/explorer', '/healthz', '/readyz']) expect(response.body).toContain(`href="${address}"`)
    expect(response.body).toContain('curl -G http://127.0.0.1:4000/graphql')
  })

  it('does not lead to an explorer that is off', async () => {
    const server = await smallServer({ variables: { EXPLORER: 'false' } })

    expect((await server.inject('/')).body).not.toContain('/explorer')
    expect((await server.inject('/explorer')).statusCode).toBe(404)
  })
})

describe('the explorer', () => {
  it('says how to ask as one of the desk, in production without a token that everybody knows', async () => {
    const server = await smallServer()
    const inProduction = await smallServer({
      variables: {
        NODE_ENV: 'production',
        EXPLORER: 'true',
        DATABASE_URL: 'postgresql://desk@db.example/copydesk',
        SITE_URL: 'https://daily.example',
      },
    })

    expect((await server.inject('/explorer')).body).toContain('Bearer dev-editor')
    const { body } = await inProduction.inject('/explorer')
    expect(body).toContain('Bearer TOKEN')
    expect(body).not.toContain('dev-editor')
  })
})

describe('both pages', () => {
  it.each(['/', '/explorer'])('%s runs no script that is not ours, whatever the site is called', async (url) => {
    const server = await smallServer({ variables: { SITE_NAME: '<script>alert(1)</script>' } })

    const { body, headers } = await server.inject(url)

    const policy = String(headers['content-security-policy'])
    expect(body).not.toContain('<script>alert')
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|http|\*)/)
    expect(policy).toContain("frame-ancestors 'none'")
  })
})

describe('the explorer’s files', () => {
  it('come from this server', async () => {
    const server = await smallServer()

    const { body } = await server.inject('/explorer')
    const files = [...body.matchAll(/(?:src|href)="(\/explorer\/[^"]+\.(?:js|css))"/g)].map(([, file]) => String(file))

    expect(files).toHaveLength(3)
    const ruru = String(files.find((file) => file.endsWith('ruru.css')))
    const others = ['ruru.js', 'graphqlWorker.js'].map((name) => ruru.replace('ruru.css', name))
    for (const file of [...files, ...others]) {
      const { statusCode, headers } = await server.inject({ url: file, headers: { 'accept-encoding': 'br' } })

      expect(statusCode).toBe(200)
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
      expect(headers['content-encoding']).toBe('br')
    }
    expect(body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  })

  it.each(['ruru/../../package.json', 'assets/..%2fexplorer.ts', 'ruru/', 'ruru/none.js'])(
    'end where their folders end, and nobody stores that: %s',
    async (path) => {
      const server = await smallServer()
      const { body } = await server.inject('/explorer')
      const base = /href="(\/explorer\/\w+\/)ruru/.exec(body)?.[1] ?? ''

      const { statusCode, headers } = await server.inject(`${base}${path}`)

      expect(base).not.toBe('')
      expect(statusCode).toBeGreaterThanOrEqual(400)
      expect(headers['cache-control']).toBe('private, no-store')
    },
  )
})
