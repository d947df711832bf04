import { badRequest } from '../../errors/errors.ts'
import { checkJson, type JsonLimits } from '../../limits/json-size.ts'
import type { UploadedFile } from '../../media/store/uploaded-file.ts'

type JsonObject = Record<string, unknown>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @throws BAD_REQUEST where it is no operation: also for a list of several */
export function parseOperations(text: string | undefined, limits: JsonLimits): JsonObject {
  const operations = parseJson('operations', text, limits)
  if (!isObject(operations))
    throw badRequest('The field operations must be a JSON object with a query and its variables.')
  return operations
}

/** Where each file goes: the name of its part, and paths such as "variables.file". @throws BAD_REQUEST */
export function parseFileMap(text: string | undefined, limits: JsonLimits): ReadonlyMap<string, readonly string[]> {
  const map = parseJson('map', text, limits)
  if (!isObject(map)) throw badRequest('The field map must be a JSON object such as { "0": ["variables.file"] }.')
  return new Map(
    Object.entries(map).map(([name, paths]) => {
      if (!Array.isArray(paths) || paths.length === 0) throw wrongPath(name)
      return [name, paths.map((path: unknown) => (typeof path === 'string' ? path : fail(wrongPath(name))))]
    }),
  )
}

/** Puts the files into the operations, at the paths in the map, which must be null. @throws BAD_REQUEST */
export function placeFiles(
  operations: JsonObject,
  map: ReadonlyMap<string, readonly string[]>,
  files: ReadonlyMap<string, UploadedFile>,
): void {
  for (const [name, paths] of map) {
    const file = files.get(name)
    if (!file) throw badRequest(`The field map names the file ${shown(name)}, which is not in the request.`)
    for (const path of paths) place(operations, path, file)
  }
}

function place(operations: JsonObject, path: string, file: UploadedFile): void {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const parent = steps.reduce(below, operations)
  const isFree = isContainer(parent) && below(parent, last) === null
  if (steps[0] !== 'variables' || !isFree) throw wrongPath(path)
  Reflect.defineProperty(parent, last, { value: file, enumerable: true, writable: true, configurable: true })
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

function below(parent: unknown, name: string): unknown {
  return isContainer(parent) && Object.hasOwn(parent, name) ? Reflect.get(parent, name) : undefined
}

function parseJson(field: string, text: string | undefined, limits: JsonLimits): unknown {
  if (text === undefined) throw badRequest(`A multipart request needs the field ${field}, before the files.`)
  checkJson(Buffer.from(text), limits)
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest(`The field ${field} is no JSON.`)
  }
}

function wrongPath(path: string) {
  return badRequest(
    `The path ${shown(path)} in the field map must name a variable whose value is null, e.g. "variables.file".`,
  )
}

function fail(error: Error): never {
  throw error
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 100))
