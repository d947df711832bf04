import { hash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { LRUCache } from 'lru-cache'

type Sql = RawBuilder<unknown>

// docs/reading-engine.md has the letters. A tag names something that a response depends on; an event has the tags of what it changed.

/** Article, card of an article, topic, author, image, front, list, path, search. */
export type TagLetter = 'a' | 'c' | 't' | 'u' | 'i' | 'f' | 'l' | 'p' | 's'

/** Letters of what has an id. */
export type EntityLetter = 'a' | 't' | 'u' | 'i' | 'f'

/** Of an entity, or of what stands on its cards: what others show of it, e.g. lists. */
export type PartLetter = EntityLetter | 'c'

const DIGITS = 8

/** The tag of a name: two names with one tag are purged together, which is too much and never too little. */
export function tagOf(letter: TagLetter, name: string): string {
  return letter + hash('md5', name, 'hex').slice(0, DIGITS)
}

/** The same in SQL. */
export function tagIn(letter: TagLetter, name: Sql): Sql {
  return sql`${sql.lit(letter)} || substr(md5(${name}), 1, ${sql.lit(DIGITS)})`
}

/**
 * An entity as statements write it: its letter and its whole uuid. `tagOfWritten` makes the tag, where it is needed: the hashes of all objects of a page take
 * PostgreSQL half as long as the page itself.
 */
export function entityIn(letter: PartLetter, uuid: Sql): Sql {
  return sql`${sql.lit(letter)} || ${uuid}::text`
}

const UUID_LENGTH = 36

/** The tag that a statement wrote, or the tag of the entity that it wrote. */
export function tagOfWritten(written: string): string {
  return written.length === 1 + UUID_LENGTH ? entityTags.memo(written) : written
}

/** Pages share topics, authors and related articles. */
const entityTags = new LRUCache<string, string>({
  max: 20_000,
  memoMethod: (written) => written.charAt(0) + hash('md5', written.slice(1), 'hex').slice(0, DIGITS),
})

/** All of them. */
export const KINDS: readonly EntityLetter[] = ['a', 't', 'u', 'i', 'f']

/** The tag of all entities of a kind: purged with each of them. */
export function tagOfAll(letter: EntityLetter): string {
  return `${letter}all`
}

/** The tag of every response that may be stored: purged when it is not known what has changed. */
export const EVERYTHING = 'all'
