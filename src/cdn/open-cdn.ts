import type { CdnSettings } from '../config/cdn-settings.ts'
import type { Cdn } from './cdn.ts'
import { cloudflare } from './cloudflare.ts'
import { fastly } from './fastly.ts'
import { varnish } from './varnish.ts'

export function cdnOf(settings: CdnSettings): Cdn {
  if (settings.name === 'fastly') return fastly(settings)
  if (settings.name === 'cloudflare') return cloudflare(settings)
  return varnish(settings)
}
