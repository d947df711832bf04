import type { Tx } from '../database/database.ts'
import type { DeleteImageInput } from '../generated/graphql.ts'
import type { MediaStore } from '../media/store/storage.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { usesOfImage } from '../reference/uses.load.ts'
import { usesInWords } from '../reference/uses.ts'
import { removeRow } from '../versioned-row/versioned-row.write.ts'
import { whyInUse } from '../versioned-row/why-in-use.ts'
import { getImage } from './image.load.ts'
import { IMAGE } from './image.write.ts'
import { removeUnusedFile } from './image-file.write.ts'

/** The file goes after the row, so that no row is ever without its file; what a crash leaves between the two `npm run media:check` finds. */
export async function deleteImage(
  desk: Desk,
  store: MediaStore,
  input: DeleteImageInput,
): Promise<Outcome<{ deletedId: string }>> {
  let file: string | null = null
  const outcome = await mutate(desk, {
    name: 'deleteImage',
    input,
    needs: 'EDIT_IMAGES',
    async work(tx, viewer) {
      file = null
      const image = await getImage(tx, input)
      const { id, version, headline, description, altText } = image
      const note = `${headline ?? description ?? altText ?? 'Untitled'} (${image.file})`
      const removed = await removeRow(tx, viewer, IMAGE, { id, version, note, payload: { file: image.file } })
      file = image.file
      return removed
    },
    explain: whyInUse(desk, 'Image', input.id, usedBy),
  })
  // The picture is deleted, whatever becomes of the file: what is left behind is for media:check.
  if (file !== null && outcome.userErrors.length === 0)
    await removeUnusedFile(desk.database, store, file).catch(() => {})
  return outcome
}

async function usedBy(database: Tx, id: string): Promise<string> {
  const uses = usesInWords(await usesOfImage(database, id))
  return uses
    ? `This picture is used by ${uses}. Take it out there first; what was published keeps its pictures: withhold it instead.`
    : 'This picture was used a moment ago. Send this again.'
}
