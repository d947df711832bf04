import type { VarnishSettings } from '../config/cdn-settings.ts'
import type { Cdn } from './cdn.ts'
import { requestPurge } from './purge-request.ts'

/** Varnish with vmod_xkey and the subroutine of docs/examples/varnish.vcl, which reads these headers. */
export function varnish({ urls }: VarnishSettings): Cdn {
  return {
    header: 'xkey',
    separator: ' ',
    mostTags: 256,
    async purge(tags, isSoft) {
      const headers = { [isSoft ? 'xkey-softpurge' : 'xkey-purge']: tags.join(' ') }
      await Promise.all(urls.map((url) => requestPurge(`${url}/`, { method: 'PURGE', headers })))
    },
  }
}
