/** More wait than can be served soon. */
export class Busy extends Error {
  override name = 'Busy'
}
