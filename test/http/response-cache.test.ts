import { beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/http/caching/cached-response.ts'
import { ResponseCache } from '../../src/http/caching/response-cache.ts'
import { Hearing } from '../../src/outbox/hearing.ts'
import { Purges } from '../../src/reading/cache/purges.ts'

// How answers are kept and dropped, with a clock of their own; test/cache has the same through the API.

let hearing = new Hearing()
let cache = new ResponseCache({ maxBytes: 100_000, hearing })

beforeEach(() => {
  hearing = new Hearing()
  hearing.heardAt = performance.now()
  cache = new ResponseCache({ maxBytes: 100_000, hearing })
})

const answer = (tags: readonly string[], text = 'x', validUntil = Number.POSITIVE_INFINITY): Answer => ({
  body: Buffer.from(text),
  type: 'application/json',
  etag: 'W/"x"',
  operation: null,
  tags,
  validUntil,
})

const kept = async (key: string) => (await cache.get(key))?.answer.body.toString() ?? null

describe('An answer', () => {
  it('is kept until one of its tags is purged, or everything', async () => {
    for (const tag of ['a1', 'l2', 'all']) {
      cache.begin('k').end(answer(['a1', 'l2']))
      cache.purge(['a9'])
      expect(await kept('k')).toBe('x')

      cache.purge(['a8', tag])
      expect(await kept('k'), tag).toBeNull()
    }
    expect(cache.bytes).toBe(0)
  })

  it('is not kept if one of its tags was purged while it was computed', async () => {
    for (const tag of ['a1', 'all']) {
      const fill = cache.begin('k')
      cache.purge([tag])
      cache.purge(['a9'])
      fill.end(answer(['a1']))

      expect(await kept('k'), tag).toBeNull()
    }
    const fill = cache.begin('k')
    cache.purge(['a9'])
    fill.end(answer(['a1']))

    expect(await kept('k')).toBe('x')
  })

  it('ends with its time', async () => {
    cache.begin('k').end(answer(['a1'], 'x', performance.now() - 1))

    expect(await kept('k')).toBeNull()
    expect(cache.bytes).toBe(0)
  })

  it('is replaced by a newer one, whose tags count', async () => {
    cache.begin('k').end(answer(['a1'], 'old'))
    cache.begin('k').end(answer(['a2'], 'new'))
    cache.purge(['a1'])
    expect(await kept('k')).toBe('new')

    cache.purge(['a2'])
    expect(await kept('k')).toBeNull()
  })
})

describe('Purges', () => {
  it('are remembered up to a number of tags; of older ones it is not known what they were', () => {
    const purges = new Purges(3)
    purges.add(['a1', 'a2'])
    const between = purges.last
    purges.add(['a3', 'a4'])

    expect(purges.haveAny(['a9'], between)).toBe(false)
    expect(purges.haveAny(['a9'], 0)).toBe(true)
    expect(purges.haveAny(['a2'], between)).toBe(false)
    expect(purges.haveAny(['a9', 'a4'], between)).toBe(true)
  })

  it('of a tag that comes again count anew', () => {
    const purges = new Purges(2)
    purges.add(['a1'])
    purges.add(['a2'])
    const between = purges.last
    purges.add(['a1'])
    purges.add(['a3'])

    expect(purges.haveAny(['a1'], between)).toBe(true)
    expect(purges.haveAny(['a2'], between)).toBe(false)
  })
})

describe('While an answer is computed', () => {
  it('a newer one takes its place, if something was purged meanwhile', async () => {
    const older = cache.begin('k')
    cache.purge(['a1'])
    cache.begin('k').end(answer(['a1'], 'new'))
    older.end(answer(['a1'], 'old'))

    expect(await kept('k')).toBe('new')
  })

  it('others wait for it, and compute it themselves if nothing is to be kept', async () => {
    const fill = cache.begin('k')
    const [one, other] = [kept('k'), kept('k')]
    fill.end(answer(['a1']))
    expect([await one, await other]).toEqual(['x', 'x'])

    const refused = cache.begin('r')
    const waiting = kept('r')
    refused.end(null)
    expect(await waiting).toBeNull()
  })

  it('nobody waits who came after a purge: it may have been read before', async () => {
    const fill = cache.begin('k')
    const before = kept('k')
    cache.purge(['a9'])

    expect(await kept('k')).toBeNull()
    const newer = cache.begin('k')
    const after = kept('k')
    fill.end(answer(['a1'], 'old'))
    newer.end(answer(['a1'], 'new'))
    expect([await before, await after]).toEqual(['old', 'new'])
  })
})

describe('A process that does not hear of changes', () => {
  it('serves nothing until it hears again', async () => {
    cache.begin('k').end(answer(['a1']))
    hearing.heardAt = performance.now() - 1001
    expect(await kept('k')).toBeNull()

    hearing.heardAt = performance.now()
    expect(await kept('k')).toBe('x')
  })

  it('serves nothing after a change that could not be read, until it hears again', async () => {
    cache.begin('k').end(answer(['a1']))
    hearing.distrust()
    expect(await kept('k')).toBeNull()

    hearing.heardAt = performance.now()
    expect(await kept('k')).toBe('x')
  })
})

describe('The cache', () => {
  it('stays within its size, and drops what was not used for the longest time', async () => {
    for (let count = 0; count < 100; count++) cache.begin(`k${count}`).end(answer(['a1'], 'x'.repeat(2000)))

    expect(cache.bytes).toBeLessThanOrEqual(100_000)
    expect(await kept('k0')).toBeNull()
    expect(await kept('k99')).not.toBeNull()
  })

  it('keeps nothing that would take the place of most others', async () => {
    cache.begin('k').end(answer(['a1'], 'x'.repeat(20_000)))

    expect(await kept('k')).toBeNull()
  })
})
