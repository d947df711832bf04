import type { Graph } from 'schema-dts'

/** What could end the script, begin a comment in it, or end a line of JavaScript. JSON reads each as it was. */
const UNSAFE = /[<>&\u2028\u2029]/g

/** As JSON that can stand between the tags of a script. */
export function scriptOf(graph: Graph): string {
  return JSON.stringify(graph).replace(UNSAFE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
