/** More wait than can be served soon. */
export class QueueFull extends Error {
  override name = 'Busy'
}
