import { type RawBuilder, sql } from 'kysely'
import { KINDS, tagOfAll, tagOfWritten } from './tag.ts'

type Sql = RawBuilder<unknown>

/** The key of the tags in an object of a statement's JSON, always its first: no name of GraphQL has this character. */
const KEY = '~'

/**
 * What stands before the tags of an object. A text inside JSON never has it, because there each " has a \ before it; and jsonb, which is what is stored,
 * is written without the spaces.
 */
const OPENING = `{"${KEY}" : "`

const BETWEEN_PAIRS = ', '

/** Before the milliseconds that are left until what the tag names changes by time alone, counted from the start of the statement. */
const UNTIL = '@'

/** The tags of one object as the first pair of json_build_object. @param others may be null, or several with spaces between */
export function tagsPair(own: Sql | null, others: readonly Sql[]): [string, Sql] {
  if (own && others.length === 0) return [KEY, own]
  return [KEY, sql`concat_ws(' ', ${sql.join(own ? [own, ...others] : others)})`]
}

/** As a tag: no name, and how long something stays as it is. Null if the instant at which it changes is. */
export function untilOnly(instant: Sql): Sql {
  return sql`${sql.lit(UNTIL)} || floor(extract(epoch from ${instant} - now()) * 1000)::bigint`
}

/** A tag, and how long what it names stays as it is, if the instant at which it changes by time alone is not null. */
export function tagUntil(tag: Sql, instant: Sql): Sql {
  return sql`${tag} || coalesce(${untilOnly(instant)}, '')`
}

/** What one response depends on. */
export class TagSet {
  /** As they were found */
  readonly #written = new Set<string>()
  /** When something of it changes by time alone, in milliseconds of performance.now(); infinite if nothing does */
  validUntil = Number.POSITIVE_INFINITY

  get tags(): Set<string> {
    return new Set([...this.#written].map(tagOfWritten))
  }

  add(tag: string): void {
    this.#written.add(tag)
  }

  /** Takes the tags out of JSON text, which is then as if they had not been asked for. @param since a moment before the statement was sent */
  takeFrom(text: string, since: number): string {
    let opening = text.indexOf(OPENING)
    if (opening < 0) return text
    let rest = ''
    let from = 0
    while (opening >= 0) {
      const start = opening + OPENING.length
      const end = text.indexOf('"', start)
      this.#addAll(text.slice(start, end), since)
      rest += text.slice(from, opening + 1)
      from = end + 1
      if (text.startsWith(BETWEEN_PAIRS, from)) from += BETWEEN_PAIRS.length
      opening = text.indexOf(OPENING, from)
    }
    return rest + text.slice(from)
  }

  #addAll(written: string, since: number): void {
    for (const each of written.split(' ')) {
      const at = each.indexOf(UNTIL)
      if (at < 0) this.#written.add(each)
      else {
        if (at > 0) this.#written.add(each.slice(0, at))
        this.validUntil = Math.min(this.validUntil, since + Number(each.slice(at + 1)))
      }
    }
    this.#written.delete('')
  }

  /** The tags, or instead of very many: those of the kinds, which every event purges that purges one of an entity or of a list. */
  list(most = MOST_TAGS): string[] {
    return few(this.tags, most)
  }
}

/** The tags of all of these lists together. */
export function mergedTags(lists: readonly (readonly string[])[]): string[] {
  return few(new Set(lists.flat()), MOST_TAGS)
}

function few(tags: ReadonlySet<string>, most: number): string[] {
  if (tags.size <= most) return [...tags]
  return [...new Set([...[...tags].filter((tag) => KEPT.test(tag)), ...KINDS.map(tagOfAll)])]
}

/** More are no use: to purge, to keep and to send them costs more than they save. */
const MOST_TAGS = 400

/** Of slugs and search, of which a response has few. */
const KEPT = /^[ps]/
