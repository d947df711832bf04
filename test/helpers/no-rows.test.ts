import { describe, expect, it } from 'vitest'

describe('it.each and describe.each', () => {
  it.each([1])('make a test of each row', (row) => expect(row).toBe(1))

  it('refuse a list without rows, which would test nothing', () => {
    expect(() => it.each([])('nothing', () => {})).toThrow('each() of an empty list tests nothing')
    expect(() => describe.each([])('nothing', () => {})).toThrow('each() of an empty list tests nothing')
  })
})
