import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'

/** What stands at an address of an image: no more than the status where that is not 200. */
export async function served(app: FastifyInstance, url: string) {
  const { statusCode, headers, rawPayload } = await app.inject(new URL(url).pathname)
  if (statusCode !== 200) return { statusCode }
  const { format, width, height } = await sharp(rawPayload).metadata()
  return { statusCode, type: headers['content-type'], format, size: `${width}x${height}` }
}

/** What stands at the addresses of a `srcset`, by its widths. */
export async function servedSet(app: FastifyInstance, srcSet: string) {
  const entries = srcSet.split(', ').map((entry) => entry.split(' '))
  return Object.fromEntries(
    await Promise.all(entries.map(async ([url = '', width = '']) => [width, await served(app, url)] as const)),
  )
}

/** An image that is served as it should be. @param size as "320x180" */
export function servedAs(format: 'jpeg' | 'webp' | 'avif', size: string) {
  // What sharp calls by the name of its container.
  return { statusCode: 200, type: `image/${format}`, format: format === 'avif' ? 'heif' : format, size }
}
