import { expect, it } from 'vitest'
import { EVENT_NAMES, EVENT_TYPES } from '../../src/outbox/event-types.ts'

it('Each event has one name in the API, which leads back to it', () => {
  const thereAndBack = Object.values(EVENT_TYPES).map((type) => [EVENT_NAMES[type], type])

  expect(Object.fromEntries(thereAndBack)).toEqual(EVENT_TYPES)
  expect(Object.keys(EVENT_NAMES).sort()).toEqual(Object.values(EVENT_TYPES).sort())
})
