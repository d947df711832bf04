import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { Admission } from '../../src/database/pool/admission.ts'

const LIGHT = 200
const HEAVY = 9000

/** @returns with a clock that stands still unless it is moved */
function admissionOf(places: number) {
  let ms = 0
  const admission = new Admission(places, () => ms)
  return { admission, pass: (more: number) => (ms += more) }
}

describe('admission to the connections of readers', () => {
  it('admits what finds a place, however long the last ones took', () => {
    const { admission } = admissionOf(2)
    for (let round = 0; round < 100; round++) admission.enter(LIGHT).leave(5000)

    expect(() => [admission.enter(LIGHT), admission.enter(LIGHT)]).not.toThrow()
  })

  it('refuses at once what would wait too long by how long the last ones took', () => {
    const { admission } = admissionOf(1)
    for (let round = 0; round < 100; round++) admission.enter(LIGHT).leave(200)

    const first = admission.enter(LIGHT)
    const second = admission.enter(LIGHT)
    expect(() => admission.enter(LIGHT)).toThrow(GraphQLError)
    first.leave(200)
    second.leave(200)

    expect(() => admission.enter(LIGHT)).not.toThrow()
  })

  it('refuses at once while those that run have taken too long already', () => {
    const { admission, pass } = admissionOf(1)
    admission.enter(LIGHT)
    pass(301)

    expect(() => admission.enter(LIGHT)).toThrow(GraphQLError)
  })

  it('leaves half of the places to light operations', () => {
    const { admission, pass } = admissionOf(4)
    admission.enter(HEAVY)
    admission.enter(HEAVY)
    pass(2000)

    expect(() => admission.enter(HEAVY)).toThrow(GraphQLError)
    expect(admission.enter(LIGHT).lane).toBe('light')
    expect(admission.enter(LIGHT).lane).toBe('light')
  })
})
