import type { Database } from '../../../src/database/database.ts'
import type { MediaPlace } from '../../../src/media/store/media-store.ts'
import { addImages, type SeedImage } from '../add-images.ts'
import * as indoors from '../draw/indoors.ts'
import * as outdoors from '../draw/outdoors.ts'
import { palettes } from '../draw/palettes.ts'
import { randomFrom } from '../draw/random.ts'
import type { Drawing } from '../draw/render.ts'
import { AUTHORS, IMAGES, TOPICS, TOPICS_PER_SECTION } from './article.ts'
import { numberedId } from './numbered.ts'
import { ADJECTIVES, capital, inventedName, NOUNS } from './words.ts'

// Whom and what the synthetic articles share: their number does not grow with that of the articles.

const FOUNDED = '2005-01-01T00:00:00Z'
const SEED = 41

const authorNames: readonly string[] = (() => {
  const random = randomFrom(SEED)
  return Array.from({ length: AUTHORS }, () => `${inventedName(random)} ${inventedName(random)}`)
})()

/** "Harbour" is a section, "Old Harbour" and "Old and busy Harbour" are topics in it. */
const topicNames: readonly string[] = NOUNS.flatMap((noun) => [
  capital(noun),
  ...Array.from({ length: TOPICS_PER_SECTION - 1 }, (_, number) => `${kindOf(number)} ${noun}`),
]).slice(0, TOPICS)

function kindOf(number: number): string {
  const adjective = capital(pickAt(ADJECTIVES, number))
  return number < ADJECTIVES.length ? adjective : `${adjective} and ${pickAt(ADJECTIVES, number + 7)}`
}

function pickAt(words: readonly string[], number: number): string {
  return words[number % words.length] ?? ''
}

/** A section has six levels: each topic of the first five has two below it, those of the fifth three or four. */
const FIRST_OF_FIFTH = 15
const FIRST_BEYOND = 63

/** Of a number within the section, which is not 0 */
function parentOf(number: number): number {
  if (number < FIRST_BEYOND) return Math.floor((number - 1) / 2)
  return FIRST_OF_FIFTH + ((number - FIRST_BEYOND) % (FIRST_OF_FIFTH + 1))
}

/** By number */
export const castNames = { authors: authorNames, topics: topicNames }

const slugOf = (name: string, number: number) => `${name.toLowerCase().replaceAll(' ', '-')}-s${number}`

/** Adds what is missing of authors, topics and pictures; the pictures' files too. */
export async function addCast(database: Database, place: MediaPlace): Promise<void> {
  await addImages(
    database,
    place,
    Array.from({ length: IMAGES }, (_, number) => imageOf(number)),
  )
  await database.prisma.author.createMany({
    data: authorNames.map((name, number) => ({
      id: numberedId('author', number),
      slug: slugOf(name, number),
      name,
      jobTitle: 'Synthetic reporter',
      createdAt: FOUNDED,
      updatedAt: FOUNDED,
    })),
    skipDuplicates: true,
  })
  await database.prisma.topic.createMany({
    data: topicNames.map(topicOf),
    skipDuplicates: true,
  })
}

function topicOf(name: string, number: number) {
  const place = number % TOPICS_PER_SECTION
  return {
    id: numberedId('topic', number),
    slug: slugOf(name, number),
    name,
    kind: place === 0 ? ('SECTION' as const) : ('SUBJECT' as const),
    parentId: place === 0 ? null : numberedId('topic', number - place + parentOf(place)),
    createdAt: FOUNDED,
    updatedAt: FOUNDED,
  }
}

const SCENES = [...Object.values(outdoors), ...Object.values(indoors)]
const PALETTES = Object.values(palettes)
const [WIDTH, HEIGHT] = [360, 240]

function imageOf(number: number): SeedImage {
  return {
    id: numberedId('image', number),
    drawing: drawingOf(number),
    words: {
      altText: `Drawing ${number}`,
      description: `Picture number ${number} of the synthetic newsroom.`,
      credit: 'Copydesk',
    },
    createdAt: FOUNDED,
  }
}

/** Scene and palette by turns, so that no two pictures of a few hundred are the same. */
function drawingOf(number: number): Drawing {
  const scene = SCENES[number % SCENES.length]
  const colours = PALETTES[((number % SCENES.length) + Math.floor(number / SCENES.length)) % PALETTES.length]
  if (!scene || !colours) throw new RangeError(`No picture ${number}`)
  return { name: `synthetic-${number}`, scene, colours, width: WIDTH, height: HEIGHT }
}
