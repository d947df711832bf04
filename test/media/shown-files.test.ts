import { beforeEach, describe, expect, it, vi } from 'vitest'
import { RightsUnknown, type Shown, shownFiles } from '../../src/media/serving/shown-files.ts'

// What /media remembers of the rights of images, on a clock that stands still unless it is moved.

const SHOWN: Shown = { isShown: true, msLeft: null }
const HIDDEN: Shown = { isShown: false, msLeft: null }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  return () => vi.useRealTimers()
})

describe('What may be shown', () => {
  it('is remembered for five seconds', async () => {
    const ask = vi.fn(async () => SHOWN)
    const { isShown } = shownFiles({ ask })

    await isShown('a.png')
    vi.advanceTimersByTime(4999)
    expect(await isShown('a.png')).toBe(true)
    expect(ask).toHaveBeenCalledTimes(1)

    vi.advanceTimersByTime(1)
    expect(await isShown('a.png')).toBe(true)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('is not remembered of what may not be shown, so that it is there as soon as its article is live', async () => {
    const ask = vi.fn(async () => HIDDEN)
    const { isShown } = shownFiles({ ask })
    expect(await isShown('a.png')).toBe(false)

    ask.mockResolvedValue(SHOWN)

    expect(await isShown('a.png')).toBe(true)
  })

  it('is never remembered beyond the moment at which it ends', async () => {
    const ask = vi.fn(async () => ({ isShown: true, msLeft: 1200 }))
    const { isShown } = shownFiles({ ask })

    await isShown('a.png')
    vi.advanceTimersByTime(1199)
    await isShown('a.png')
    expect(ask).toHaveBeenCalledTimes(1)

    ask.mockResolvedValue({ isShown: false, msLeft: 0 })
    vi.advanceTimersByTime(1)
    expect(await isShown('a.png')).toBe(false)
  })

  it('counts from before the question, however long the answer is on its way', async () => {
    const ask = vi.fn(async () => {
      vi.advanceTimersByTime(900)
      return { isShown: true, msLeft: 1000 }
    })
    const { isShown } = shownFiles({ ask })

    await isShown('a.png')
    vi.advanceTimersByTime(101)
    await isShown('a.png')

    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('is asked about once for all who ask at the same time, and for each file by itself', async () => {
    const ask = vi.fn(async (file: string) => (file === 'a.png' ? SHOWN : HIDDEN))
    const { isShown } = shownFiles({ ask })

    const answers = await Promise.all(['a.png', 'a.png', 'b.png', 'a.png', 'b.png'].map(isShown))

    expect(answers).toEqual([true, true, false, true, false])
    expect(ask.mock.calls).toEqual([['a.png'], ['b.png']])
  })

  it('is remembered of ten thousand files, of those that were asked about last', async () => {
    const ask = vi.fn(async () => SHOWN)
    const { isShown } = shownFiles({ ask })
    for (let n = 0; n <= 10_000; n += 1) await isShown(`${n}.png`)
    ask.mockClear()

    for (const file of ['10000.png', '1.png', '0.png']) await isShown(file)

    expect(ask.mock.calls).toEqual([['0.png']])
  })

  it('is unsure where nobody can say, and asked again at once', async () => {
    const cause = new Error('no database')
    const ask = vi.fn(async () => SHOWN).mockRejectedValueOnce(cause)
    const { isShown } = shownFiles({ ask })

    const refused = await isShown('a.png').catch((error: unknown) => error)

    expect(refused).toBeInstanceOf(RightsUnknown)
    expect(refused).toMatchObject({ cause })
    expect(await isShown('a.png')).toBe(true)
  })
})
