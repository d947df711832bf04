import { openPicture } from './picture.ts'

/** Read by the bytes: a comment or a block of XMP in a GIF, which libvips passes over. */
const GIF_NOTES = [Buffer.from([0x21, 0xfe]), Buffer.from('XMP DataXMP')]

/**
 * Whether a file says more than its picture: EXIF (which knows where the photographer stood), IPTC, XMP, texts. A colour profile is part
 * of the picture.
 *
 * @throws Error when it is no picture that can be read
 */
async function saysMore(original: Buffer): Promise<boolean> {
  const { format, exif, iptc, xmp, comments } = await openPicture(original).metadata()
  if (format === 'gif' && GIF_NOTES.some((note) => original.includes(note))) return true
  return Boolean(exif || iptc || xmp || comments?.length)
}

/**
 * The original as the public may have it: turned upright, in its own colours, size and format, at a quality that nobody tells from the
 * original, and without a word. PNG and GIF lose nothing; JPEG, WebP and AVIF are encoded once more, since none of the kept libraries
 * takes the metadata out of all of them without it.
 *
 * @returns null: the original says nothing, and is its own public copy
 */
export async function publicCopy(original: Buffer): Promise<Buffer | null> {
  if (!(await saysMore(original))) return null
  const { format } = await openPicture(original).metadata()
  const picture = openPicture(original, { animated: format === 'gif' || format === 'webp' }).keepIccProfile()
  switch (format) {
    case 'png':
      return picture.png({ compressionLevel: 6 }).toBuffer()
    case 'webp':
      return picture.webp({ quality: 92, effort: 3 }).toBuffer()
    case 'gif':
      return picture.gif().toBuffer()
    case 'heif':
      return picture.avif({ quality: 75, effort: 2 }).toBuffer()
    default:
      return picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer()
  }
}
