/** The CDN in front of the API, as the environment describes it. */
export type CdnSettings = FastlySettings | CloudflareSettings | VarnishSettings

export interface FastlySettings {
  readonly name: 'fastly'
  readonly serviceId: string
  readonly token: string
  /** The API's address, without a slash at its end */
  readonly apiUrl: string
}

export interface CloudflareSettings {
  readonly name: 'cloudflare'
  readonly zoneId: string
  readonly token: string
  readonly apiUrl: string
}

export interface VarnishSettings {
  readonly name: 'varnish'
  /** Each of the caches: a purge goes to all */
  readonly urls: readonly string[]
}
