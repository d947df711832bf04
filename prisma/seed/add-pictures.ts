import { writeFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import type { Database } from '../../src/database/database.ts'
import { parseCallersWords, type Said } from '../../src/image/new-image.rules.ts'
import { addImage, putFile } from '../../src/image/new-image.write.ts'
import { inspectPicture, isFault } from '../../src/media/intake/inspect.ts'
import { type Incoming, incomingFiles } from '../../src/media/store/incoming.ts'
import { withNewFile } from '../../src/media/store/local-file.ts'
import { type MediaPlace, withMediaStore } from '../../src/media/store/media-store.ts'
import type { MediaStore } from '../../src/media/store/storage.ts'
import { Faults } from '../../src/mutation/faults.ts'
import { type Drawing, loadRenderer, type Renderer } from './draw/render.ts'

/** One is drawn while others are looked at, or on their way to the disk. */
const severalAtOnce = pLimit(4)

/** A picture that is drawn where the library has it not. */
export interface SeedPicture {
  readonly id: string
  readonly drawing: Drawing
  /** As an upload would say it */
  readonly words: Said
  readonly createdAt: string
}

export interface AddedPictures {
  /** By the id that each was to have: the one that it has. Another, where the same bytes had been uploaded. */
  readonly ids: ReadonlyMap<string, string>
  readonly added: number
}

/**
 * Brings in what has no row or has lost its file, as an upload is brought in: judged by its bytes, put into the store, and only then spoken
 * of by a row. A row that is there stays as it is.
 */
export function addPictures(
  database: Database,
  place: MediaPlace,
  pictures: readonly SeedPicture[],
): Promise<AddedPictures> {
  return withMediaStore(place, async (store) => {
    const door = { render: await loadRenderer(), database, store, incoming: incomingFiles(place.mediaDir) }
    const rows = await database.prisma.image.findMany({
      where: { id: { in: pictures.map(({ id }) => id) } },
      select: { id: true, file: true, checksum: true },
    })
    const rowOf = new Map(rows.map((row) => [row.id, row]))
    const found = await severalAtOnce.map(pictures, async (picture) => {
      const row = rowOf.get(picture.id)
      const isWhole = row !== undefined && (await store.stat(row.file)) !== null
      const { id, isNew } = isWhole ? { id: row.id, isNew: false } : await bringIn(door, picture, row?.checksum)
      return { wanted: picture.id, id, isNew }
    })
    const ids = new Map(found.map(({ wanted, id }) => [wanted, id]))
    return { ids, added: found.filter(({ isNew }) => isNew).length }
  })
}

interface Door {
  readonly render: Renderer
  readonly database: Database
  readonly store: MediaStore
  readonly incoming: Incoming
}

/** @param known the checksum of the row that is there already */
async function bringIn({ render, database, store, incoming }: Door, picture: SeedPicture, known: string | undefined) {
  const { id, drawing, createdAt } = picture
  return withNewFile(incoming, async (path) => {
    await writeFile(path, render(drawing))
    // What one file may have is a limit for those who send some.
    const inspected = await inspectPicture(path, Number.POSITIVE_INFINITY)
    if (isFault(inspected)) throw new Error(`The drawing "${drawing.name}" does not come in: ${inspected.message}`)
    // An earlier version drew it otherwise: those bytes cannot be had again, and others have another name.
    if (known !== undefined && known !== inspected.checksum) return { id, isNew: false }
    const image = { inspected, words: parsedWords(picture), sourceUrl: null, path }
    await putFile(database.prisma, store, image)
    return database.transaction((tx) => addImage(tx, store, image, { id, createdAt, updatedAt: createdAt }))
  })
}

function parsedWords({ words }: SeedPicture) {
  const faults = new Faults()
  const parsed = parseCallersWords(words, faults)
  faults.refuse()
  return parsed
}
