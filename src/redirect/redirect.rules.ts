import { REDIRECT } from '../contract/limits.ts'
import { badForm, tooManyCharacters } from '../mutation/common-errors.ts'
import { type Path, type UserError, userError } from '../mutation/user-error.ts'
import type { PathFault } from '../site/old-path.ts'
import type { TargetFault } from './redirect-target.ts'

/** Why a path cannot be redirected. */
export function whyNoPath(fault: PathFault, sent: string, path: Path): UserError {
  switch (fault) {
    case 'TOO_LONG':
      return tooManyCharacters(path, { actual: [...sent].length, limit: REDIRECT.path.most })
    case 'FRONT_PAGE':
      return userError('INVALID', path, 'The front page cannot be redirected. Send a path below it.')
    case 'ELSEWHERE':
      return userError('INVALID', path, 'This is an address of another site. Send a path of this site.')
    case 'ENCODING':
      return badForm(path, sent, ['/2016/03/a%20b'], (value, examples) => {
        return `"${value}" is not encoded in UTF-8. Send the path as text, or percent-encode its UTF-8 bytes, as in ${examples}.`
      })
    case 'CHARACTERS':
      return userError(
        'INVALID',
        path,
        'This has a control character or one that turns the direction of writing. Remove it.',
      )
  }
}

/** Why a redirect cannot lead there. Readers who follow a link to this site must not be sent to any other. */
export function whyNoTarget(fault: TargetFault, sent: string, path: Path): UserError {
  switch (fault) {
    case 'TOO_LONG':
      return tooManyCharacters(path, { actual: [...sent].length, limit: REDIRECT.location.most })
    case 'FORM':
      return badForm(path, sent, ['/about', 'https://daily.example/about'], (value, examples) => {
        return `"${value}" is no address that a redirect can lead to. Send a path or an address like ${examples}.`
      })
    case 'ELSEWHERE':
      return userError(
        'INVALID',
        path,
        'A redirect leads only to this site, and to the hosts in the setting REDIRECT_HOSTS. Send a path of this site, or have the host added.',
      )
  }
}

export const LOOP = 'This leads back to its own path. Choose another target.'

export const NOTHING_THERE =
  'There is no article, topic or author at this address. Send the address of one that exists.'

export const LIVE =
  'Readers reach an article, topic or author at this path, so a redirect would have no effect. Choose another path.'
