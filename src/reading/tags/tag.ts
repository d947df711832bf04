import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'

type Sql = RawBuilder<unknown>

// docs/reading-engine.md has the letters. A tag names something that a response depends on; an event has the tags of what it changed.

/** Article, topic, author, image, list, path, search. */
export type TagLetter = 'a' | 't' | 'u' | 'i' | 'l' | 'p' | 's'

/** Letters of what has an id. */
export type EntityLetter = 'a' | 't' | 'u' | 'i'

const DIGITS = 8

/** The tag of a name: two names with one tag are purged together, which is too much and never too little. */
export function tagOf(letter: TagLetter, name: string): string {
  return letter + createHash('md5').update(name).digest('hex').slice(0, DIGITS)
}

/** The same in SQL. */
export function tagIn(letter: TagLetter, name: Sql): Sql {
  return sql`${sql.lit(letter)} || substr(md5(${name}), 1, ${sql.lit(DIGITS)})`
}

/** All of them. */
export const KINDS: readonly EntityLetter[] = ['a', 't', 'u', 'i']

/** The tag of all entities of a kind: purged with each of them. */
export function tagOfAll(letter: EntityLetter): string {
  return `${letter}all`
}

/** The tag of every response that may be stored: purged when it is not known what has changed. */
export const EVERYTHING = 'all'
