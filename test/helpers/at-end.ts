import { afterAll } from 'vitest'

const tasks: (() => unknown)[] = []

/** Does this after the last test of the file, the last one asked for first. Vitest's own afterAll counts for nothing inside a test. */
export function atEnd(task: () => unknown): void {
  tasks.push(task)
}

afterAll(async () => {
  for (const task of tasks.reverse()) await task()
})
