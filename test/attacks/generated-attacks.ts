import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { chanceFrom } from '../helpers/chance.ts'
import { hostileDocuments } from './hostile-documents.ts'
import { hostileHttp } from './hostile-http.ts'
import { hostileValues } from './hostile-values.ts'
import type { Attack } from './send.ts'

export interface GeneratedAttack {
  /** Kind and number: with the seed it is the same attack again */
  readonly name: string
  readonly attack: Attack
}

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))

/** The attack with this number: each is made by itself, so that one can be repeated without the others. */
export function generatedAttack(seed: number, number: number): GeneratedAttack {
  const chances = chanceFrom(seed + number)
  const makers = { ...hostileDocuments(schema, chances), ...hostileHttp(chances, hostileValues(chances)) }
  const [kind, make] = chances.one(Object.entries(makers))
  return { name: `${kind} ${number}`, attack: make() }
}
