import type { Reader } from './reading/reader.ts'

/** What every request carries. */
export interface RequestContext {
  reader: Reader
}
