/**
 * Something that the server needs does not answer or has too much to do. The message is for the client, and says what to do; the `cause` is for the
 * log.
 */
export class Unavailable extends Error {
  override name = 'Unavailable'
}
