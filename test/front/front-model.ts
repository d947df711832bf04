// What docs/fronts.md says of a front, in code: nothing here knows how the database does it.

export interface ModelArticle {
  readonly topic: number
  /** The greater, the newer; null while it is not live */
  publishedAt: number | null
}

export interface ModelPin {
  readonly article: number
  readonly hasEnd: boolean
}

export interface ModelSlot {
  readonly pins: readonly ModelPin[]
  /** Null: no rule */
  readonly fill: { readonly topics: readonly number[]; readonly count: number } | null
  readonly allowRepeats: boolean
}

export class FrontModel {
  readonly articles: readonly ModelArticle[]
  version = 1
  revisions: (readonly ModelSlot[])[] = [[]]
  /** Places in `revisions` */
  live: number | null = null
  scheduled: number | null = null
  /** Pins with an end that were saved before this many revisions have passed it */
  ended = 0

  constructor(articles: readonly ModelArticle[]) {
    this.articles = articles
  }

  get latest(): number {
    return this.revisions.length - 1
  }

  /** The places of the articles in each slot; null where readers see no front. */
  shown(): number[][] | null {
    const slots = this.live === null ? undefined : this.revisions[this.live]
    if (!slots || this.live === null) return null
    const hasEnded = this.live < this.ended
    const pinned = new Set(slots.flatMap(({ pins }) => pins.map(({ article }) => article)))
    const before = new Set<number>()
    return slots.map((slot) => {
      const standing = slot.pins.filter((pin) => this.#isLive(pin.article) && !(pin.hasEnd && hasEnded))
      const items = standing.map(({ article }) => article)
      const own = new Set(slot.pins.map(({ article }) => article))
      const isTaken = (article: number) =>
        slot.allowRepeats ? own.has(article) : pinned.has(article) || before.has(article)
      if (slot.fill) {
        const { topics, count } = slot.fill
        const found = this.#newestFirst().filter(
          (article) => topics.includes(this.articles[article]?.topic ?? -1) && !isTaken(article),
        )
        items.push(...found.slice(0, Math.max(0, count - items.length)))
      }
      for (const article of items) before.add(article)
      return items
    })
  }

  #isLive(article: number): boolean {
    return typeof this.articles[article]?.publishedAt === 'number'
  }

  #newestFirst(): number[] {
    const date = (article: number) => this.articles[article]?.publishedAt ?? 0
    return [...this.articles.keys()].filter((article) => this.#isLive(article)).sort((a, b) => date(b) - date(a))
  }
}
