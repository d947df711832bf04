import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation } from '../database/violation.ts'
import type { DeleteImageInput } from '../generated/graphql.ts'
import type { MediaStore } from '../media/store/storage.ts'
import { Faults } from '../mutation/faults.ts'
import { type InputsOf, ROW, readInput } from '../mutation/input.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, userError } from '../mutation/user-error.ts'
import { writeEvent } from '../outbox/event.write.ts'
import { idPrefix, uuidOf } from '../reading/global-id.ts'
import { usesOfImage } from '../reference/uses.load.ts'
import { usesInWords } from '../reference/uses.ts'
import { getImage } from './image.load.ts'
import { deleteImageRow } from './image.write.ts'
import { removeUnusedFile } from './image-file.write.ts'

const DELETION = ROW satisfies InputsOf<DeleteImageInput>

/** The file goes after the row, so that no row is ever without its file; what a crash leaves between the two `npm run media:check` finds. */
export async function deleteImage(
  desk: Desk,
  store: MediaStore,
  input: DeleteImageInput,
): Promise<Outcome<{ deletedId: string }>> {
  const { id: globalId, version = null } = readInput(input, DELETION, new Faults())
  const uuid = uuidOf('Image', globalId)
  let file: string | null = null
  const outcome = await mutate(desk, {
    name: 'deleteImage',
    input,
    needs: 'EDIT_IMAGES',
    async work(tx, viewer) {
      file = null
      const image = await getImage(tx, uuid, version)
      const { id, headline, description, altText } = image
      await deleteImageRow(tx, image)
      const note = `${headline ?? description ?? altText ?? 'Untitled'} (${image.file})`
      await writeActivity(tx, viewer, { type: 'Image', id, action: 'DELETED', note })
      await writeEvent(tx, 'image.deleted', id, { file: image.file })
      file = image.file
      return { deletedId: `${idPrefix('Image')}${id}` }
    },
    explain: async (violation) =>
      isForeignKeyViolation(violation) && uuid !== null ? whyInUse(desk.database.prisma, uuid) : null,
  })
  // The picture is deleted, whatever becomes of the file: what is left behind is for media:check.
  if (file !== null && outcome.userErrors.length === 0)
    await removeUnusedFile(desk.database, store, file).catch(() => {})
  return outcome
}

/** The database has refused: something shows the picture. What that is may have changed since. */
async function whyInUse(database: Tx, id: string): Promise<Refusal> {
  const uses = usesInWords(await usesOfImage(database, id))
  const message = uses
    ? `This picture is used by ${uses}. Take it out there first; what was published keeps its pictures: withhold it instead.`
    : 'This picture was used a moment ago. Send this again.'
  return new Refusal([userError('IN_USE', ['input', 'id'], message)])
}
