import type { FastlySettings } from '../config/cdn-settings.ts'
import type { Cdn } from './cdn.ts'
import { requestPurge } from './purge-request.ts'

/** Fastly's API: www.fastly.com/documentation/reference/api/purging, "purge multiple surrogate key tags" */
export function fastly({ serviceId, token, apiUrl }: FastlySettings): Cdn {
  return {
    header: 'surrogate-key',
    separator: ' ',
    mostTags: 256,
    async purge(tags, isSoft) {
      await requestPurge(`${apiUrl}/service/${encodeURIComponent(serviceId)}/purge`, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'fastly-key': token,
          ...(isSoft ? { 'fastly-soft-purge': '1' } : {}),
        },
        body: JSON.stringify({ surrogate_keys: tags }),
      })
    },
  }
}
