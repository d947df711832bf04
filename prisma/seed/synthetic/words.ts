import { type Random, randomFrom } from '../draw/random.ts'

// The synthetic newsroom's language: common words that stand in every second text, and invented names that stand in few, so that
// searches for either have something to measure.

const list = (words: string) => words.trim().split(/\s+/)

export const ADJECTIVES = list(`
  annual bright broad busy careful central common deep early empty former fresh hidden late local long modern narrow northern old
  open plain private public quiet rapid recent rural shared silent slow small southern steady timely upper urban western wide young`)
export const NOUNS = list(`
  archive avenue bakery bridge budget canal choir clinic college court dairy depot factory farm ferry festival forest garden gallery
  harbour hospital housing island kitchen library lighthouse market meadow mill museum nursery office orchard park port quarry
  railway river road school server shore signal station studio theatre tower tram tunnel valley village warehouse weather windmill
  workshop yard allotment cinema pier ropewalk`)
const VERBS = list(`
  accepted answered built bought changed closed counted crossed delayed described doubled found halved joined kept left lost
  measured mended moved named opened painted planned praised promised raised reached refused repaired replaced reported reviewed
  sold started studied surveyed tested visited welcomed widened`)
const PREPOSITIONS = list(
  'above across after along before behind below beside beyond near past through towards under without',
)
const PEOPLE = list(`
  architects bakers councillors doctors drivers engineers farmers gardeners historians neighbours nurses owners painters passengers
  pupils readers residents sailors students teachers tenants traders visitors volunteers`)
const TIMES = list('afternoon autumn decade evening month morning season spring summer week weekend winter year')
const SYLLABLES = list(
  'al ba bren cal dor el fen gar hal is jor ka lin mar nor os pel quin ros sal tar ul ven wil yar zel ton mere wick by ford ley',
)

export function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)]
  if (chosen === undefined) throw new RangeError('Nothing to pick from')
  return chosen
}

export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** An invented name, such as "Tarwick"; one of about 30,000. */
export const inventedName = (random: Random) =>
  capital(`${pick(random, SYLLABLES)}${pick(random, SYLLABLES)}${pick(random, SYLLABLES)}`)

function sentence(random: Random): string {
  const scene = () => `the ${pick(random, ADJECTIVES)} ${pick(random, NOUNS)}`
  const closing = `${pick(random, PREPOSITIONS)} ${scene()} in ${inventedName(random)}`
  switch (Math.floor(random() * 4)) {
    case 0:
      return `${capital(scene())} ${pick(random, VERBS)} ${scene()} ${closing}.`
    case 1:
      return `Last ${pick(random, TIMES)} the ${pick(random, PEOPLE)} of ${inventedName(random)} ${pick(random, VERBS)} ${scene()} ${closing}.`
    case 2:
      return `${capital(pick(random, PEOPLE))} ${pick(random, VERBS)} it ${pick(random, PREPOSITIONS)} ${scene()}, and the ${pick(random, PEOPLE)} ${pick(random, VERBS)} ${scene()}.`
    default:
      return `Since the ${pick(random, TIMES)} ${inventedName(random)} has ${Math.floor(between(random, 2, 990))} ${pick(random, PEOPLE)} who ${pick(random, VERBS)} ${scene()}.`
  }
}

const between = (random: Random, least: number, most: number) => least + random() * (most - least)

const SENTENCES_SEED = 20_160_312

/** Texts are put together of these: fast to write, and as many different ones as anybody may want. */
export const sentences: readonly string[] = (() => {
  const random = randomFrom(SENTENCES_SEED)
  return Array.from({ length: 6000 }, () => sentence(random))
})()

export const headline = (random: Random) =>
  `${capital(pick(random, PEOPLE))} of ${inventedName(random)} ${pick(random, VERBS)} the ${pick(random, ADJECTIVES)} ${pick(random, NOUNS)}`
