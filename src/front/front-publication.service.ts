import { NOTE } from '../contract/limits.ts'
import type { Tx } from '../database/database.ts'
import type {
  PublishFrontInput,
  ScheduleFrontInput,
  UnscheduleFrontInput,
  WithdrawFrontInput,
} from '../generated/graphql.ts'
import type { By } from '../lifecycle/going-live.write.ts'
import { checkIsToCome, date } from '../mutation/date.ts'
import { Faults } from '../mutation/faults.ts'
import { type InputsOf, ROW, type RowInput, readInput } from '../mutation/input.ts'
import type { Made } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { text } from '../mutation/plain-text.ts'
import type { UserError } from '../mutation/user-error.ts'
import { madeRow } from '../versioned-row/versioned-row.load.ts'
import { getFront, type LoadedFront } from './front.load.ts'
import { isScheduled, whyNothingToPublish, whyNotLive, whyNotScheduled } from './front.rules.ts'
import { type FrontAnswer, frontAnswer, needs } from './front.service.ts'
import { publish, schedule, withdraw } from './front-live.write.ts'

const NOTED = { ...ROW, note: text(NOTE) } satisfies InputsOf<PublishFrontInput> &
  InputsOf<UnscheduleFrontInput> &
  InputsOf<WithdrawFrontInput>

const SCHEDULE = { note: NOTED.note, publishAt: date } satisfies InputsOf<ScheduleFrontInput, RowInput>

type NotedInput = PublishFrontInput | UnscheduleFrontInput | WithdrawFrontInput

/** A mutation that takes a note, and is refused where `whyNot` says why. */
function step(
  name: string,
  whyNot: (front: LoadedFront) => UserError | null,
  write: (tx: Tx, front: LoadedFront, by: By) => Promise<Made>,
) {
  return (desk: MutationContext, input: NotedInput): Promise<Outcome<FrontAnswer>> =>
    mutate(desk, {
      name,
      input,
      needs,
      async work(tx, actor) {
        const front = await getFront(tx, input)
        const faults = new Faults()
        const { note = null } = readInput(input, NOTED, faults)
        faults.take(whyNot(front))
        faults.refuse()
        return frontAnswer(await write(tx, front, { actor, note }))
      },
    })
}

export const publishFront = step('publishFront', (front) => whyNothingToPublish(front), publish)

export const unscheduleFront = step('unscheduleFront', whyNotScheduled, (tx, front, by) =>
  schedule(tx, front, null, by),
)

export const withdrawFront = step('withdrawFront', whyNotLive, withdraw)

export function scheduleFront(desk: MutationContext, input: ScheduleFrontInput): Promise<Outcome<FrontAnswer>> {
  return mutate(desk, {
    name: 'scheduleFront',
    input,
    needs,
    async work(tx, actor) {
      const front = await getFront(tx, input)
      const faults = new Faults()
      const { note = null, publishAt } = readInput(input, SCHEDULE, faults)
      if (publishAt) checkIsToCome(publishAt, ['input', 'publishAt'], front.now, faults)
      faults.take(whyNothingToPublish(front, ['input', 'publishAt']))
      faults.refuse()
      if (publishAt && isScheduled(front, publishAt)) return frontAnswer(await madeRow(tx, 'Front', front))
      return frontAnswer(await schedule(tx, front, publishAt, { actor, note }))
    },
  })
}
