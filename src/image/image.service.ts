import { writeActivity } from '../activity/activity.write.ts'
import type { UpdateImageInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import type { Subject } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { writeImageUpdated } from './event.write.ts'
import { getImage } from './image.load.ts'
import { changedFields, changedImage } from './image.rules.ts'
import { updateImageRow } from './image.write.ts'

/** Captions show the image's own words where they have none for their use, live ones too: what is set right here is right everywhere. */
export function updateImage(desk: MutationContext, input: UpdateImageInput): Promise<Outcome<{ image: Subject }>> {
  return mutate(desk, {
    name: 'updateImage',
    input,
    needs: 'EDIT_IMAGES',
    async work(tx, viewer) {
      const image = await getImage(tx, uuidOf('Image', input.id), input.version ?? null)
      const faults = new Faults()
      const state = changedImage(image, input, faults)
      faults.refuse()
      const changedPaths = changedFields(image, state)
      if (changedPaths.length > 0) {
        const version = await updateImageRow(tx, image, state)
        await writeActivity(tx, viewer, { type: 'Image', id: image.id, action: 'SAVED', version, changedPaths })
        await writeImageUpdated(tx, image.id, changedPaths)
      }
      return { image: { id: image.id } }
    },
  })
}
