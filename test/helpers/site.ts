import type { Site } from '../../src/site/site.ts'
import { SITE_URL } from './api.ts'

/** The site of the tests' servers. */
export const SITE: Site = {
  url: SITE_URL,
  name: 'The Daily',
  mediaUrl: `${SITE_URL}/media`,
  shortUrl: `${SITE_URL}/s`,
  followUrl: `${SITE_URL}/follow`,
  feedsUrl: SITE_URL,
  defaultLocale: 'en',
  queryKeysInPaths: [],
  slugScript: 'ascii',
  redirectHosts: [],
}
