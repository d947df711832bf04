import { createHash } from 'node:crypto'
import type { FieldNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { SecondUse } from '../../lib/second-use.ts'

/** Of all plans together, as `sizeOf` estimates them. */
const MAX_BYTES = 24 * 1024 * 1024

/** In characters. The outlines of a front-end's variables have some hundred; longer ones hardly ever come back. */
const MAX_OUTLINE = 2000

/** In characters. Longer keys are hashed. */
const MAX_KEY = 300

/** What a plan depends on. */
export interface PlanKey {
  /** The first node of the field that is read */
  readonly node: FieldNode
  /** Everything but the node and the variables */
  readonly place: string
  /** The variables, see outline.ts */
  readonly outline: string
}

/** What the cache needs to know of a plan. */
interface CachedPlan {
  readonly text: string
  readonly parameters: readonly unknown[]
  /** Of the arguments of all selected fields */
  readonly sources: readonly unknown[]
  /** Set when it is used again */
  isRepeated: boolean
}

/** Plans that came back, up to a total size: those that were not used for the longest time are dropped first. */
export class PlanCache<Plan extends CachedPlan> {
  readonly #stored = new LRUCache<string, Plan>({ maxSize: MAX_BYTES })
  readonly #secondUse = new SecondUse()
  readonly #positions = new WeakMap<FieldNode, string>()

  /**
   * The plan of a key. It is stored if it had to be made before.
   *
   * @param own The plans of the same request, so that a field that is read several times has one plan
   */
  get(parts: PlanKey, own: Map<string, Plan>, make: () => Plan): Plan {
    const { node, place, outline } = parts
    const whole = `${this.#positionOf(node)} ${place} ${outline}`
    const plan = own.get(whole) ?? this.#shared(whole, parts, make)
    own.set(whole, plan)
    return plan
  }

  #shared(whole: string, { node, outline }: PlanKey, make: () => Plan): Plan {
    if (outline.length > MAX_OUTLINE) return make()
    const key = whole.length > MAX_KEY ? hashOf(whole) : whole
    const known = this.#stored.get(key)
    if (known) {
      known.isRepeated = true
      return known
    }
    const plan = make()
    if (this.#secondUse.has(key)) this.#stored.set(key, plan, { size: sizeOf(plan, node, key) })
    return plan
  }

  /** Named by the text of the document: one that was dropped from the cache of documents is parsed again. */
  #positionOf(node: FieldNode): string {
    const known = this.#positions.get(node)
    if (known !== undefined) return known
    if (!node.loc) throw new Error('a field without a location')
    const position = `${hashOf(node.loc.source.body)} ${node.loc.start}`
    this.#positions.set(node, position)
    return position
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/**
 * The memory that a plan takes, in bytes: as measured for plans of all sizes, and rather too much than too little. A plan refers to the syntax
 * tree of its field, which takes 60 bytes for each character.
 */
function sizeOf({ text, sources, parameters }: CachedPlan, { loc }: FieldNode, key: string): number {
  const selection = loc ? loc.end - loc.start : 0
  return key.length + text.length + 1000 * (1 + sources.length + parameters.length) + 60 * selection
}
