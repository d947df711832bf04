import type { Given, Givens } from './given.ts'

/** A chain of topics, each below the one before. */
export async function nestedTopics(given: Givens, levels: number, top?: Given): Promise<Given[]> {
  const topics: Given[] = []
  for (let level = 0; level < levels; level++) {
    const parent = topics.at(-1) ?? top
    topics.push(await given.topic(parent ? { parent } : {}))
  }
  return topics
}
