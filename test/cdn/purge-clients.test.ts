import { describe, expect, it } from 'vitest'
import { cdnOf } from '../../src/cdn/open-cdn.ts'
import { purgeEvents } from '../../src/cdn/purge-events.ts'
import type { PlacedEvent } from '../../src/outbox/events.load.ts'
import type { EventName } from '../../src/outbox/events.ts'
import { SERVICE, startCloudflare, startFastly, TOKEN } from './purge-api.ts'

const fastly = await startFastly()
const cloudflare = await startCloudflare()
const atFastly = (token = TOKEN) => cdnOf({ name: 'fastly', serviceId: SERVICE, token, apiUrl: fastly.url })
const atCloudflare = (token = TOKEN) => cdnOf({ name: 'cloudflare', zoneId: SERVICE, token, apiUrl: cloudflare.url })

let position = 0
function event(type: EventName, tags: readonly string[], payload: PlacedEvent['payload'] = {}): PlacedEvent {
  position += 1
  return { id: String(position), position, at: new Date(), type, payload, tags: [...tags], paths: [], lsn: null }
}

const tagsOf = (count: number, kind = 'a') =>
  Array.from({ length: count }, (_, index) => `${kind}${index.toString(16).padStart(8, '0')}`)

describe('Fastly', () => {
  it('gets each tag once, in requests of at most 256', async () => {
    fastly.forget()

    await purgeEvents(atFastly(), [event('article.updated', tagsOf(400)), event('article.published', tagsOf(300))])

    expect(fastly.purges.map(({ tags, isSoft }) => [tags.length, isSoft])).toEqual([
      [256, true],
      [144, true],
    ])
    expect(fastly.tags()).toEqual(new Set(tagsOf(400)))
  })

  it('removes what readers must not see any more, and marks the rest as stale', async () => {
    fastly.forget()

    await purgeEvents(atFastly(), [
      event('article.withdrawn', ['a00000001', 'l00000001']),
      event('image.updated', ['i00000001'], { rightsState: 'WITHHELD' }),
      event('image.updated', ['i00000002'], { rightsState: 'USABLE' }),
      event('article.corrected', ['a00000002', 'l00000001']),
    ])

    expect(fastly.purges).toEqual([
      { tags: ['a00000001', 'l00000001', 'i00000001'], isSoft: false },
      { tags: ['i00000002', 'a00000002'], isSoft: true },
    ])
  })

  it('is not asked if nothing is to be purged', async () => {
    const before = fastly.requests()

    await purgeEvents(atFastly(), [event('article.updated', [])])

    expect(fastly.requests()).toBe(before)
  })

  it('that refuses is a failure that says why and how long to wait, without the token', async () => {
    const refused = purgeEvents(atFastly('another-token'), [event('article.updated', ['a00000001'])])
    await expect(refused).rejects.toThrow('answered 401')
    await expect(refused).rejects.not.toThrow('another-token')

    fastly.refuse({ status: 429, retryAfter: '7' })
    const limited = purgeEvents(atFastly(), [event('article.updated', ['a00000001'])])
    await expect(limited).rejects.toMatchObject({ retryAfterMs: 7000 })
    fastly.refuse(null)
  })

  it('that cannot be reached is a failure', async () => {
    const away = cdnOf({ name: 'fastly', serviceId: SERVICE, token: TOKEN, apiUrl: 'http://127.0.0.1:9' })

    await expect(purgeEvents(away, [event('article.updated', ['a00000001'])])).rejects.toThrow(
      '127.0.0.1:9 cannot be reached',
    )
  })
})

describe('Cloudflare', () => {
  it('gets each tag once, in requests of at most 100', async () => {
    cloudflare.forget()

    await purgeEvents(atCloudflare(), [
      event('article.updated', tagsOf(150)),
      event('article.withdrawn', tagsOf(30, 't')),
    ])

    expect(cloudflare.purges.map(({ tags }) => tags.length)).toEqual([30, 100, 50])
    expect(cloudflare.tags()).toEqual(new Set([...tagsOf(150), ...tagsOf(30, 't')]))
  })

  it('that refuses is a failure', async () => {
    const refused = purgeEvents(atCloudflare('another-token'), [event('article.updated', ['a00000001'])])

    await expect(refused).rejects.toThrow('answered 403')
  })
})
