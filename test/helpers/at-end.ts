const tasks: (() => unknown)[] = []

/** Does this after the last test of the file, the last one asked for first. Vitest's own afterAll counts for nothing inside a test. */
export function atEnd(task: () => unknown): void {
  tasks.push(task)
}

/** Runs all registered functions, even if some fail, and forgets them: the next test file of this process starts without them. */
export async function endFile(): Promise<void> {
  const failures: unknown[] = []
  for (const task of tasks.splice(0).reverse()) {
    try {
      await task()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not all that the file began could be ended')
}
