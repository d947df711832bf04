import fc from 'fast-check'
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { idOf } from '../../prisma/seed/identity.ts'

/** Arguments that find something in the seed, for each root field that needs some. */
const ROOTS: Record<string, string[]> = {
  article: [
    `(slug: "${KHOURY_SLUG}")`,
    '(slug: "harbour-bridge-stays-closed-until-spring")',
    '(slug: "none")',
    `(slug: "${KHOURY_SLUG}", stage: DRAFT)`,
  ],
  articles: [
    '(first: 3)',
    '(last: 2, orderBy: { headline: ASC })',
    '(first: 4, stage: DRAFT)',
    '(first: 2, stage: DRAFT, orderBy: { publishedAt: DESC })',
    '(first: 2, where: { captions: { some: { role: { equals: INLINE } } } })',
  ],
  changes: ['(first: 3)', '(last: 2)'],
  reader: ['(token: "cpr_none")'],
  author: ['(slug: "jack-khoury")', '(slug: "jack-khoury", locale: "he-IL")', '(slug: "tomas-ferreiro")'],
  authors: ['(first: 3)', '(first: 2, orderBy: { articleCount: DESC })'],
  topic: ['(slug: "egypt")', '(slug: "egypt", locale: "he")', '(slug: "alderhaven")', '(slug: "cairo")'],
  topics: ['(first: 3)', '(last: 2, where: { kind: { equals: PLACE } })'],
  image: [`(id: "image_${idOf('image', 'bridge')}")`],
  images: ['(first: 3)'],
  search: ['(query: "harbour bridge", first: 3)', '(query: "xylophone")'],
  resolvePath: [
    `(path: "/article/${KHOURY_SLUG}")`,
    '(path: "/topic/egypt")',
    '(path: "/he/topic/egypt")',
    '(path: "/he-IL/topic/egypt")',
    '(path: "/article/harbour-bridge-closed-for-repairs")',
    '(path: "/author/jack-khoury")',
  ],
  front: ['(slug: "home", locale: "en")', '(slug: "home", locale: "he")', '(slug: "none")'],
  fronts: ['(first: 1)', '(first: 2, stage: DRAFT)'],
  site: [''],
  suggest: ['(query: "ca", first: 3)', '(query: "xylophone")'],
  paths: ['(first: 3)', '(last: 2)'],
  node: [`(id: "topic_${idOf('topic', 'egypt')}")`, `(id: "author_${idOf('author', 'jack-khoury')}")`],
  nodes: [`(ids: ["topic_${idOf('topic', 'gaza')}", "x", "image_${idOf('image', 'bridge')}"])`],
}

const LANGUAGES = ['(locale: "he")', '(locale: "he-IL")', '(locale: "en")']

/** Arguments that other fields cannot do without, or are another thing with. */
const FIELDS: Record<string, string[]> = {
  revision: ['(number: 1)', '(number: 2)', '(number: 99)'],
  url: ['', '(width: 320)', '(aspectRatio: "1:1", format: AVIF)', ...LANGUAGES],
  srcSet: ['(widths: [320, 640])', '(widths: [100], aspectRatio: "16:9", format: JPEG)'],
  sources: ['(widths: [320, 640], formats: [AVIF, WEBP])', '(widths: [100], aspectRatio: "16:9", formats: [JPEG])'],
  localizedName: LANGUAGES,
  seo: ['', ...LANGUAGES],
  localizedDescription: LANGUAGES,
  localizedJobTitle: LANGUAGES,
  localizedBio: LANGUAGES,
  path: ['', ...LANGUAGES],
  diff: ['(from: 1, to: 2)', '(from: 1, to: 1)', '(from: 99, to: 1)'],
}

/** Fields of one name have different arguments on different types. */
const hasArguments = ({ args }: GraphQLField<unknown, unknown>, given: string): boolean =>
  Array.from(given.matchAll(/(\w+): /g), ([, name]) => name).every((name) => args.some((arg) => arg.name === name))

const PAGES = ['(first: 2)', '(last: 1)', '(first: 1)', '']

const MAX_DEPTH = 5

/** Valid queries over the whole schema: aliases, fragments on interfaces, flags, the same thing asked twice. */
export function queries(schema: GraphQLSchema): fc.Arbitrary<string> {
  const query = schema.getQueryType()
  if (!query) throw new Error('a schema without queries')

  const selections = (type: GraphQLNamedType, depth: number, prefix: string): fc.Arbitrary<string> => {
    if (!isObjectType(type) && !isInterfaceType(type)) return abstract(type, depth, prefix)
    const fields = Object.values(type.getFields()).filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
    const named = fc.constant('__typename')
    if (fields.length === 0) return named
    const own = fc.array(
      fc.oneof(
        { arbitrary: fc.constantFrom(...fields).chain((field) => selected(field, depth, prefix)), weight: 9 },
        named,
      ),
      { minLength: 1, maxLength: depth > 2 ? 5 : 3 },
    )
    return fc
      .tuple(own, inFragment(type, depth, prefix))
      .map(([parts, fragment]) => [...unlike(parts), fragment].join(' '))
  }

  const abstract = (type: GraphQLNamedType, depth: number, prefix: string): fc.Arbitrary<string> => {
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : []
    const parts = types.map((possible) =>
      selections(possible, depth, `${prefix}${possible.name}_`).map((inner) => `... on ${possible.name} { ${inner} }`),
    )
    return fc.tuple(...parts).map((all) => ['__typename', ...all].join(' '))
  }

  /** A leaf of an interface that the type has, or of the type itself under a flag. */
  const inFragment = (type: GraphQLNamedType, depth: number, prefix: string): fc.Arbitrary<string> => {
    if (!isObjectType(type) || depth === 0) return fc.constant('')
    const leaves = Object.values(type.getFields()).filter(
      (field) => isLeafType(getNamedType(field.type)) && field.args.length === 0,
    )
    const interfaces = type
      .getInterfaces()
      .filter((one) => Object.values(one.getFields()).some((field) => isLeafType(getNamedType(field.type))))
    const flags = fc.constantFrom('', ' @include(if: true)', ' @skip(if: true)', ' @include(if: false)')
    const fragments = [
      ...leaves.map(({ name }) => [type.name, name]),
      ...interfaces.flatMap((one) =>
        Object.values(one.getFields())
          .filter((field) => isLeafType(getNamedType(field.type)))
          .map(({ name }) => [one.name, name]),
      ),
    ]
    if (fragments.length === 0) return fc.constant('')
    return fc
      .tuple(fc.constantFrom(...fragments), flags)
      .map(([[on, name], flag]) => `... on ${on}${flag} { ${prefix}${name}: ${name} }`)
  }

  const selected = (field: GraphQLField<unknown, unknown>, depth: number, prefix: string): fc.Arbitrary<string> => {
    const type = getNamedType(field.type)
    const isConnection = field.args.some(({ name }) => name === 'first')
    const possible = (FIELDS[field.name] ?? []).filter((given) => hasArguments(field, given))
    const needed = possible.length > 0 ? possible : ['']
    const args = fc.constantFrom(...(isConnection ? PAGES : needed))
    const below = isLeafType(type)
      ? fc.constant('')
      : selections(type, depth - 1, prefix).map((inner) => ` { ${inner} }`)
    return fc.tuple(fc.integer({ min: 0, max: 3 }), args, below).map(([alias, given, inner]) => {
      // Of one name there are several forms, so only leaves without arguments may meet under one.
      const key =
        isLeafType(type) && given === '' && alias === 0 && prefix === '' ? '' : `${prefix}${field.name}${alias}: `
      return `${key}${field.name}${given}${inner}`
    })
  }

  const roots = Object.values(query.getFields()).map((field, index) => {
    const type = getNamedType(field.type)
    const args = fc.constantFrom(...(ROOTS[field.name] ?? ['']))
    return fc
      .tuple(args, selections(type, MAX_DEPTH, ''))
      .map(([given, inner]) => `r${index}: ${field.name}${given} { ${inner} }`)
  })
  return fc
    .uniqueArray(fc.oneof(...roots), { minLength: 1, maxLength: 2, selector: (root) => root.split(':')[0] })
    .map((some) => `{ ${some.join(' ')} }`)
}

/** Without those whose response key another one has, unless they are the same. */
function unlike(parts: readonly string[]): string[] {
  const byKey = new Map(parts.map((part) => [/^[\w]+/.exec(part)?.[0], part]))
  return [...byKey.values()]
}
