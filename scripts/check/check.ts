/** A check that could not look, and why: what it needs is not on this machine. */
export interface Skipped {
  readonly skipped: string
}

export interface Check {
  readonly name: string
  /** @returns what is wrong in the project at `root`, a line for each fault; no line if all is well */
  readonly find: (root: string) => Promise<readonly string[] | Skipped>
  readonly fix: string
  /** Why it may be skipped in CI */
  readonly excuse?: string
}

export interface Result {
  readonly passed: boolean
  /** What is printed of it */
  readonly lines: readonly string[]
}

/** Runs one check. A check that looked at nothing proves nothing, so that skipping without an excuse fails in CI (CI=true). */
export async function run({ name, find, fix, excuse }: Check, root: string, isCi: boolean): Promise<Result> {
  const started = performance.now()
  const found = await find(root).catch((error: unknown) => [String(error)])
  const title = `${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`
  if ('skipped' in found) {
    const isFailed = isCi && excuse === undefined
    const line = isFailed ? `failed   ${title}: skipped, which CI does not allow` : `skipped  ${title}`
    return { passed: !isFailed, lines: [line, indented(excuse ? `${found.skipped}: ${excuse}` : found.skipped)] }
  }
  if (found.length === 0) return { passed: true, lines: [`ok       ${title}`] }
  return { passed: false, lines: [`failed   ${title}`, ...found.map(indented), indented(`To fix it: ${fix}`)] }
}

function indented(line: string): string {
  return `         ${line}`
}
