import type { PlainCode } from './error-details.ts'
import type { Plain } from './plain-message.ts'
import { MOST_ERRORS, type Path, Refusal, type UserError, userError } from './user-error.ts'

/** The faults of one input, collected so that the caller learns of them at once. */
export class Faults {
  readonly #found: UserError[] = []
  #count = 0

  /** The first of them */
  get found(): readonly UserError[] {
    return this.#found
  }

  /** Of all */
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
    if (this.#found.length < MOST_ERRORS) this.#found.push(error)
  }

  /** @throws Refusal where there are any */
  refuse(): void {
    if (this.#count > 0) throw new Refusal(this.#found, null, this.#count)
  }
}
