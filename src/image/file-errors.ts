import { IMAGE_FORMATS } from '../media/intake/image-format.ts'
import { type Fault, MAX_SIDE, type NotUsable } from '../media/intake/inspect.ts'
import { MAX_PIXELS } from '../media/rendering/sharp-image.ts'
import { detailedError, type Path, type UserError } from '../mutation/user-error.ts'
import { NotFetched } from '../outgoing/public-network.ts'

/** Why a file does not come into the library. */
export type FileFault = Fault | NotFetched

export function badFile(path: Path, fault: FileFault): UserError {
  const message = () => fault.message
  if (!(fault instanceof NotFetched) && fault.code === 'TOO_LONG') {
    const details = { __typename: 'LimitDetails', unit: 'BYTES', actual: null, limit: fault.limit } as const
    return detailedError('TOO_LONG', path, details, message)
  }
  const known: Omit<NotUsable, 'code' | 'message'> = fault instanceof NotFetched ? {} : fault
  const { format = null, width = null, height = null, maxPixels = MAX_PIXELS } = known
  const details = {
    __typename: 'FileDetails',
    format,
    allowedFormats: IMAGE_FORMATS,
    width,
    height,
    maxPixels,
    maxSide: MAX_SIDE,
    httpStatus: fault instanceof NotFetched ? fault.httpStatus : null,
  } as const
  return detailedError('INVALID', path, details, message)
}
