import { type ContentChange, changeOf, type Named, type Prose, partOf, type Where, type Wording } from './change.ts'

/** Where two values stand, and what the things are called that they point to. */
export interface Place extends Where {
  /** The name of an author, image, topic or caption, by its uuid */
  readonly nameOf: (id: string) => string
}

/** What differs between an earlier and a later value. */
export type Comparison<Value> = (was: Value, is: Value, place: Place) => readonly ContentChange[]

/** A comparison for each field: a field without one does not compile. */
export type Comparisons<Item> = { readonly [Field in keyof Item]-?: Comparison<Item[Field]> }

/** Compares each field. A field that holds an id is told by what the id names: `imageId` as "image". */
export function compareFields<Item>(
  comparisons: Comparisons<Item>,
  was: Item,
  is: Item,
  place: Place,
): ContentChange[] {
  const compare = <Field extends keyof Item & string>(field: Field) =>
    comparisons[field](was[field], is[field], partOf(place, field.replace(/Id$/, '')))
  return fieldsOf(comparisons).flatMap(compare)
}

function fieldsOf<Item>(comparisons: Comparisons<Item>): (keyof Item & string)[] {
  const isField = (name: string): name is keyof Item & string => name in comparisons
  return Object.keys(comparisons).filter(isField)
}

function worded<Value>(wording: (value: Value, place: Place) => Wording): Comparison<Value> {
  return (was, is, place) => changeOf(place, wording(was, place), wording(is, place))
}

const prose = (kind: Prose): Comparison<string | null> => worded((value) => ({ value, prose: kind }))

/** Running text, compared word by word. */
export const asText = prose('text')

/** Running text in inline HTML. */
export const asHtml = prose('html')

/** A number, a choice, an address: shown as it is. */
export const asValue: Comparison<string | number | boolean | null> = worded((value) => ({
  value: value === null ? null : String(value),
}))

/** The id of an object, shown as what it names. */
export function asName(type: Named['type']): Comparison<string | null> {
  return worded((id, { nameOf }) => ({
    ...{ value: id === null ? null : nameOf(id), id },
    about: { subject: id === null ? null : { type, id } },
  }))
}

/** By what an item is known in both lists: it does not differ between the two. */
export const isSame: Comparison<unknown> = () => []

/** Anything, shown in the words of `text`, and different wherever the values are. */
export function asWords<Value>(text: (value: Value) => string | null, kind?: Prose): Comparison<Value> {
  return worded((value) => ({ value: text(value), id: JSON.stringify(value), ...(kind && { prose: kind }) }))
}
