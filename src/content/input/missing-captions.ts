import { detailedError, type Path, type UserError } from '../../mutation/user-error.ts'
import { idPrefix } from '../../reading/global-id.ts'

/** A list without a caption that it must have. @param captionIds uuids */
export function missingCaptions(
  code: 'INVALID' | 'REQUIRED',
  path: Path,
  captionIds: readonly string[],
  message: (ids: string) => string,
): UserError {
  const details = {
    __typename: 'MissingDetails',
    ids: captionIds.map((id) => `${idPrefix('Caption')}${id}`),
  } as const
  return detailedError(code, path, details, ({ ids }) => message(ids.join(', ')))
}
