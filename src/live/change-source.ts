import type { ShownStage } from './asked-changes.ts'
import type { Change, Source } from './change.ts'

/** A stored event. */
export interface LiveEvent {
  readonly position: number
}

/** Which changes one group of subscribers gets. It must see all events in their order. */
export interface ChangeSource<Event extends LiveEvent> {
  readonly name: Source
  readonly shown: ShownStage
  /** Whether a change is sent if its article cannot be read any more */
  readonly sendsGone: boolean
  /** The change that the event is for these subscribers; null if it does not concern them */
  changeOf(event: Event): Promise<Change | null>
}
