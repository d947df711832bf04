/** A cache in front of the API that is purged by tags. */
export interface Cdn {
  /** The response header with the tags of a response */
  readonly header: string
  /** What is between the tags in it */
  readonly separator: ' ' | ','
  /** How many tags one request may name */
  readonly mostTags: number
  /**
   * Removes the responses with any of the tags; a soft purge marks them as stale, so that they may still be served while they are fetched again. Where
   * the CDN has no soft purge, it removes them.
   * @param tags at most `mostTags`
   * @throws PurgeFailed
   */
  purge(tags: readonly string[], isSoft: boolean): Promise<void>
}
