import type { Reader } from '../mutation/input.ts'
import { type Path, type UserError, userError } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'

export const noCaption = (path: Path): UserError =>
  userError(
    'NOT_FOUND',
    path,
    'The article has no caption with this id. Send the id of one of its captions, or omit it.',
  )

/** Reads the id of a caption. Whether the article has it, only the database knows. */
export const captionKey: Reader<string | null, string | null> = (sent, path, faults) => {
  const id = sent === null ? null : uuidOf('Caption', sent)
  if (sent !== null && id === null) faults.take(noCaption(path))
  return id
}
