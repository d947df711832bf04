import { z } from 'zod'
import type { CloudflareSettings } from '../config/cdn-settings.ts'
import type { Cdn } from './cdn.ts'
import { PurgeFailed, requestPurge } from './purge-request.ts'

const confirmation = z
  .string()
  .transform((body, context): unknown => {
    try {
      return JSON.parse(body)
    } catch {
      context.addIssue('not JSON')
      return z.NEVER
    }
  })
  .pipe(z.object({ success: z.literal(true) }))

/** Cloudflare's API: developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags. It has no soft purge. */
export function cloudflare({ zoneId, token, apiUrl }: CloudflareSettings): Cdn {
  return {
    header: 'cache-tag',
    separator: ',',
    mostTags: 100,
    async purge(tags) {
      const body = await requestPurge(`${apiUrl}/zones/${encodeURIComponent(zoneId)}/purge_cache`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ tags }),
      })
      if (!confirmation.safeParse(body).success)
        throw new PurgeFailed(`Cloudflare did not purge: ${body.slice(0, 300)}`)
    },
  }
}
