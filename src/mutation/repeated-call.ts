import type { Sender } from '../database/sender.ts'
import { standingOf } from './repeated-call.load.ts'
import { Refusal } from './user-error.ts'

/**
 * The answer of a call that was made before: what that call made, whatever others have done since, and the version that is current now. If what it
 * made is no more, that is said instead: null without an error would look like a call that did nothing.
 * @throws Refusal NOT_FOUND
 */
export async function answeredAgain<Answer extends object>(
  sender: Sender,
  answer: Partial<Answer>,
  callerId: string,
): Promise<Partial<Answer>> {
  const { gone, version } = await standingOf(sender, answer, callerId)
  if (gone) throw new Refusal([gone])
  return version === null || !('currentVersion' in answer) ? answer : { ...answer, currentVersion: version }
}
