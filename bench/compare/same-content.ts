import { deepStrictEqual } from 'node:assert/strict'
import { answerTo } from '../answers.ts'
import type { ComparedPage } from './compared-pages.ts'
import { type Contestant, requestsTo } from './contestants.ts'

const COMPARED = 60

/** All give the same values, however each wraps them. @throws Error that shows the first difference from Copydesk's answer */
export async function assertSameContent(
  [first, ...others]: readonly Contestant[],
  pages: readonly ComparedPage[],
): Promise<void> {
  if (!first) return
  for (const page of pages) {
    const ours = await contentOf(first, page)
    for (const other of others) {
      const theirs = await contentOf(other, page)
      for (const [index, content] of ours.entries())
        deepStrictEqual(
          theirs[index],
          content,
          `${page.page}: ${other.name} differs from ${first.name} for ${JSON.stringify(page.samples[index])}`,
        )
    }
  }
}

async function contentOf(contestant: Contestant, page: ComparedPage): Promise<unknown[]> {
  const { origin, list } = requestsTo(contestant, page, page.samples.slice(0, COMPARED))
  const contents: unknown[] = []
  for (const request of list) contents.push(plain('', await answerTo(origin, request)))
  return contents
}

/** Objects that only wrap the one below */
const WRAPPERS = ['nodes', 'article', 'topic', 'articles']
const TYPE_OF_ID = /^(article|author|caption|image|topic)_/

/** Ids without their type, times in one form, lists and objects without wrappers, and topics in one order, because Keystone keeps none. */
function plain(key: string, value: unknown): unknown {
  if (key === 'leadImage' && Array.isArray(value)) return plain(key, value[0] ?? null)
  if (Array.isArray(value)) {
    const list = value.map((each) => plain('', each))
    return key === 'topics'
      ? list.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
      : list
  }
  if (typeof value === 'string') {
    if (key === 'id') return value.replace(TYPE_OF_ID, '')
    return key.endsWith('At') ? new Date(value).toISOString() : value
  }
  if (typeof value !== 'object' || value === null) return value
  const [only, ...more] = Object.entries(value)
  if (only && more.length === 0 && WRAPPERS.includes(only[0])) return plain(key, only[1])
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, part]): [string, unknown] => [name, plain(name, part)])
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}
