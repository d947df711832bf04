import { type Path, refuse, type UserError, type UserErrorCode, userError } from './user-error.ts'

/** The faults of one input, collected so that the caller learns of all of them at once. */
export class Faults {
  readonly #found: UserError[] = []

  get found(): readonly UserError[] {
    return this.#found
  }

  add(code: UserErrorCode, path: Path, message: string): void {
    this.#found.push(userError(code, path, message))
  }

  /** Takes what a rule found; null is no fault. */
  take(error: UserError | null): void {
    if (error) this.#found.push(error)
  }

  /** @throws Refusal with all of them, where there are any */
  refuse(): void {
    refuse(this.#found)
  }
}
