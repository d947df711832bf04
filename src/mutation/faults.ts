import { type Path, refuse, type UserError, type UserErrorCode, userError } from './user-error.ts'

/** More than anyone fixes at once. Without a limit, 2 MB of empty items would get ten times as much back. */
const MOST = 1000

/** The faults of one input, collected so that the caller learns of all of them at once. */
export class Faults {
  readonly #found: UserError[] = []

  get found(): readonly UserError[] {
    return this.#found
  }

  add(code: UserErrorCode, path: Path, message: string): void {
    this.take(userError(code, path, message))
  }

  /** Takes what a rule found; null is no fault. */
  take(error: UserError | null): void {
    if (error && this.#found.length < MOST) this.#found.push(error)
  }

  /** @throws Refusal with all of them, where there are any */
  refuse(): void {
    refuse(this.#found)
  }
}
