import { join } from 'node:path'
import process from 'node:process'

// Read by React when it is first imported.
process.env.NODE_ENV ??= 'production'
const { createSite } = await import('./site.ts')

const port = Number(process.env.PORT ?? 3000)
const host = process.env.HOST ?? 'localhost'
const copydeskUrl = withoutSlash(process.env.COPYDESK_URL ?? 'http://localhost:4000')

const site = await createSite({
  client: join(import.meta.dirname, '../client'),
  copydeskUrl,
  defaultLocale: process.env.DEFAULT_LOCALE ?? 'en',
  // Where browsers reach Copydesk, if it is not where this server does.
  publicCopydeskUrl: withoutSlash(process.env.COPYDESK_PUBLIC_URL ?? copydeskUrl),
})
console.log(`The site is at ${await site.listen({ port, host })}, with the articles of ${copydeskUrl}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => site.close())

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
