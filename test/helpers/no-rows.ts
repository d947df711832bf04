import { describe, it } from 'vitest'

/** vitest makes no test of an empty table, and says nothing. A table that is read from the schema or from a document must not be empty. */
function refusingNoRows<Each extends (...args: never[]) => unknown>(each: Each): Each {
  return new Proxy(each, {
    apply(target, self, args: unknown[]) {
      const [rows] = args
      if (Array.isArray(rows) && rows.length === 0) throw new Error('each() of an empty list tests nothing')
      return Reflect.apply(target, self, args)
    },
  })
}

// Made once: the test files of a process share this module.
const guarded = { it: refusingNoRows(it.each), describe: refusingNoRows(describe.each) }

export function refuseNoRows(): void {
  it.each = guarded.it
  describe.each = guarded.describe
}
