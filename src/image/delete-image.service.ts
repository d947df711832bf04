import type { Tx } from '../database/database.ts'
import type { DeleteImageInput } from '../generated/graphql.ts'
import type { MediaStore } from '../media/store/storage.ts'
import type { InputsOf, RowInput } from '../mutation/input.ts'
import type { MutationContext, Outcome } from '../mutation/mutate.ts'
import type { UserError } from '../mutation/user-error.ts'
import { writeEvent } from '../outbox/event.write.ts'
import { usesOfImage } from '../reference/uses.load.ts'
import { inUse, NO_USES, usesInWords } from '../reference/uses.ts'
import { deleteRow } from '../versioned-row/delete-row.service.ts'
import { imageAt } from './image.write.ts'
import { removeUnusedFile } from './image-file.write.ts'
import { authorizeForImage } from './uploader.load.ts'

/** The file goes after the row, so that no row is ever without its file; what a crash leaves between the two `npm run media:check` finds. */
export async function deleteImage(
  desk: MutationContext,
  store: MediaStore,
  input: DeleteImageInput,
): Promise<Outcome<{ deletedId: string }>> {
  // None where the call was answered before: then nothing is deleted.
  let file: string | null = null
  const outcome = await deleteRow(desk, imageAt(input.version), {
    name: 'deleteImage',
    input,
    reads: {} satisfies InputsOf<DeleteImageInput, RowInput>,
    needs: 'UPLOAD_IMAGES',
    authorize: (tx, image, viewer) => authorizeForImage(tx, viewer, image),
    goneOf(image) {
      const { headline, description, altText } = image
      file = image.file
      return {
        note: `${headline ?? description ?? altText ?? 'Untitled'} (${image.file})`,
        report: (tx, id) => writeEvent(tx, 'image.deleted', id, { file: image.file }),
      }
    },
    whyInUse,
  })
  // The image is deleted, whatever becomes of the file: what is left behind is for media:check.
  if (file !== null && outcome.userErrors.length === 0)
    await removeUnusedFile(desk.database, store, file).catch(() => {})
  return outcome
}

async function whyInUse(database: Tx, id: string): Promise<UserError> {
  const uses = await usesOfImage(database, id)
  return inUse({ ...NO_USES, ...uses }, () => {
    const users = usesInWords(uses)
    return users
      ? `This image is used by ${users}. Remove it there first. Published revisions keep their images; to hide one from readers, withhold it.`
      : 'This image has just been used. Send the request again.'
  })
}
