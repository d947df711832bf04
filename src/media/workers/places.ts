/** Room for processes that work on images, which several servers on one machine may share. */
export interface Places {
  /** Waits until there is room for one more process. */
  take(): Promise<void>
  /** A process has ended. */
  giveBack(): void
  /** Calls when another server waits for room: a process that rests should end. */
  onWanted(listener: () => void): void
}

/** Of a server that is alone: the limit on work at a time is enough. */
export const OWN_PLACES: Places = { take: async () => {}, giveBack: () => {}, onWanted: () => {} }
