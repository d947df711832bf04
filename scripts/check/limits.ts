import { getNamedType, getNullableType, isListType } from 'graphql'
import { EVERYWHERE, LIMITS, type Limit } from '../../src/contract/limits.ts'
import { CONTENT_LIMITS } from './content-limits.ts'
import { type InputPlace, inputPlaces, schemaOf } from './schema.ts'
import { type SourceFile, sourceFiles } from './source.ts'

type Limits = Readonly<Record<string, Readonly<Record<string, Limit>>>>

const OF_BODY = 'the body as a whole has a limit'

/** Texts and lists without a limit of their own. */
const UNLIMITED: Readonly<Record<string, string>> = {
  'ReorderCaptionsInput.captionIds': 'all captions of the article, whose number has a limit',
  'ArticleTopicInput.slug': 'it is looked up',
  'CreateRedirectInput.articleSlug': 'it is looked up',
  'ImageBlockInput.captionKey': 'it is looked up among the captions',
  'ParagraphInput.html': OF_BODY,
  'QuoteInput.text': OF_BODY,
  'ListItemInput.html': OF_BODY,
}

/** Filters have a limit on all conditions together (src/reading/filter.ts). */
const isFilter = (owner: string): boolean => /(?:Filter|WhereInput|OrderByInput)$/.test(owner)

/** Whatever is on a screen is taken: an autosave has a limit as a whole (src/autosave). */
const isAutosaved = (owner: string): boolean => /^Autosave\w+Input$/.test(owner)

/** Those of the API, and those of an article's content, which are declared with the content. */
function mergedLimits(one: Limits, other: Limits): Limits {
  const owners = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...owners].map((owner) => [owner, { ...one[owner], ...other[owner] }]))
}

/** Where the descriptions of schema.graphql and the tables of limits say something different. */
export async function limitFaults(root: string): Promise<string[]> {
  const limits = mergedLimits(LIMITS, CONTENT_LIMITS)
  const places = inputPlaces(await schemaOf(root))
  const known = new Set(places.map(({ owner, definition }) => `${owner}.${definition.name}`))
  return [
    ...places.flatMap((place) =>
      faultsAt(place, limits[place.owner]?.[place.definition.name] ?? EVERYWHERE[place.definition.name]),
    ),
    ...Object.entries(limits)
      .flatMap(([owner, fields]) => Object.keys(fields).map((name) => `${owner}.${name}`))
      .filter((name) => !known.has(name))
      .map((name) => `${name} has a limit and is not in the schema: remove it from src/contract/limits.ts`),
    ...limitsInCode(await sourceFiles(root, ['src'])),
  ]
}

/** Where limits are declared: of the API, and of each kind of block, which content-limits.ts collects. */
const DECLARES = /^src\/contract\/limits\.ts$|^src\/content\/blocks\//

/** Limits that a parser does not take from the tables. */
function limitsInCode(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path, text }) => !DECLARES.test(path) && /\bmost: \d/.test(text))
    .map(({ path }) => `${path} has a limit of its own: take it from src/contract/limits.ts`)
}

function faultsAt({ owner, definition }: InputPlace, limit: Limit | undefined): string[] {
  const { name, type, description } = definition
  const place = `${owner}.${name}`
  if (limit) {
    const said = `up to ${limit.most.toLocaleString('en')}`
    return statedIn(description).includes(limit.most)
      ? []
      : [`the description of ${place} must say its limit: "${said}"`]
  }
  if (place in UNLIMITED || isFilter(owner) || isAutosaved(owner) || name === 'clientMutationId') return []
  const isText = getNamedType(type).name === 'String'
  const isList = isListType(getNullableType(type))
  const isArgument = owner.includes('.')
  if ((isText || isList) && !isArgument) return [`${place} has no limit in src/contract/limits.ts`]
  const [stated] = statedIn(description)
  return stated === undefined
    ? []
    : [`the description of ${place} says up to ${stated}, and src/contract/limits.ts nothing`]
}

/** "up to 2,000 characters", "1 to 100", "at most 20": the largest numbers that a description names. */
function statedIn(description: string | null | undefined): number[] {
  const words = description?.replace(/\s+/g, ' ') ?? ''
  return [...words.matchAll(/\b(?:up to|1 to|at most) ([\d,]*\d)\b/gi)].map(([, number = '']) =>
    Number(number.replaceAll(',', '')),
  )
}
