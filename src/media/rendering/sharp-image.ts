import sharp, { type Sharp } from 'sharp'

/** What an image may have at most, whichever way it comes in. */
export const MAX_PIXELS = 100_000_000

/** A decoder of AVIF needs up to 26 bytes of memory for each pixel, three times as many as others: it holds the whole image several times. */
export const MAX_AVIF_PIXELS = 50_000_000

/**
 * Of all frames together, where they have to be encoded again: a GIF takes a third of a second of a core for each million. Most animations are
 * served with their own frames, however many they are.
 */
export const MAX_ENCODED_FRAMES = 25_000_000

/** Images are worked on side by side, each in one thread: the server's cores stay the readers'. */
sharp.concurrency(1)
/** Files are named by their content and opened once. */
sharp.cache(false)

/**
 * An image to process: turned as its EXIF says, only the first frame, and never larger than allowed, whatever its header says.
 * @param input a path, or the bytes of a small one
 * @param options animated: all frames
 */
export function openImage(input: string | Buffer, { animated = false } = {}): Sharp {
  return sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error', autoOrient: true, animated })
}
