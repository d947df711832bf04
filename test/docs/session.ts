// A session in a document: each step is a GraphQL block whose first line says whose token it is sent with ("# dev-editor"; none: a reader),
// a JSON block with its variables, and a JSON block with its answer.

export interface Step {
  token: string | null
  document: string
  variables: Record<string, unknown>
  answer: unknown
}

const STEP =
  /```graphql\n(?:# (dev-\w+)\n)?((?:(?!```).)*)```\n+```json\n((?:(?!```).)*)```\n+[^`\n]*\n*```json\n(.*?)```/gs

export function stepsOf(markdown: string): Step[] {
  return [...markdown.matchAll(STEP)].map(([, token, document = '', variables = '', answer = '']) => ({
    token: token ?? null,
    document,
    variables: JSON.parse(variables),
    answer: JSON.parse(answer),
  }))
}

const ID = /^[a-z]+_[\w-]+$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** What the document calls an id, and what it is in this run: said once by an answer, used by later variables. */
export class Names {
  readonly #actual = new Map<string, string>()

  /** Variables as this run has to send them. */
  filledIn(value: unknown): unknown {
    if (typeof value === 'string') return this.#actual.get(value) ?? value
    if (Array.isArray(value)) return value.map((item: unknown) => this.filledIn(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.filledIn(item)]))
  }

  /** The answer of this run in the document's words: its ids, and its times where any time will do. */
  told(actual: unknown, written: unknown): unknown {
    if (typeof actual === 'string' && typeof written === 'string') return this.#documentedText(actual, written)
    if (Array.isArray(actual) && Array.isArray(written))
      return actual.map((item: unknown, index) => this.told(item, written[index]))
    if (typeof actual !== 'object' || actual === null || typeof written !== 'object' || written === null) return actual
    const said = new Map<string, unknown>(Object.entries(written))
    return Object.fromEntries(Object.entries(actual).map(([key, item]) => [key, this.told(item, said.get(key))]))
  }

  #documentedText(actual: string, written: string): string {
    if (TIME.test(actual) && TIME.test(written)) return written
    if (!ID.test(actual) || !ID.test(written)) return actual
    const known = this.#actual.get(written)
    if (known === undefined && actual !== written) this.#actual.set(written, actual)
    return (known ?? actual) === actual ? written : actual
  }
}
