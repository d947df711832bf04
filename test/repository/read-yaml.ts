import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { z } from 'zod'

/** A YAML file of the repository, in the form that `schema` describes. */
export function readYaml<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  return schema.parse(parse(readFileSync(path, 'utf8')))
}
