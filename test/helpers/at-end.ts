const tasks: (() => unknown)[] = []

/** Does this after the last test of the file, the last one asked for first. Vitest's own afterAll counts for nothing inside a test. */
export function atEnd(task: () => unknown): void {
  tasks.push(task)
}

/** Does what was asked for, and forgets it: the next test file of this process finds none of it. */
export async function endFile(): Promise<void> {
  for (const task of tasks.splice(0).reverse()) await task()
}
