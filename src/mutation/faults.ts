import type { PlainCode } from './error-details.ts'
import type { Plain } from './plain-message.ts'
import { type Path, refuse, type UserError, userError } from './user-error.ts'

/** More than anyone fixes at once. Without a limit, 2 MB of empty items would get ten times as much back. */
const MOST = 1000

/** The faults of one input, collected so that the caller learns of all of them at once. */
export class Faults {
  readonly #found: UserError[] = []
  #count = 0

  get found(): readonly UserError[] {
    return this.#found
  }

  /** Of all, also of those beyond the limit */
  get count(): number {
    return this.#count
  }

  /** One whose message has no value in it. Others have details, and come by `take`. */
  add<const Message extends string>(code: PlainCode, path: Path, message: Plain<Message>): void {
    this.take(userError(code, path, message))
  }

  /** Takes what a rule found; null is no fault. */
  take(error: UserError | null): void {
    if (error === null) return
    this.#count++
    if (this.#found.length < MOST) this.#found.push(error)
  }

  /** @throws Refusal with all of them, where there are any */
  refuse(): void {
    refuse(this.#found)
  }
}
