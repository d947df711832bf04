import type { UpdateImageInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { asMade, type Versions, versionsOf } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import type { Subject } from '../mutation/user-error.ts'
import { getRow } from '../versioned-row/versioned-row.load.ts'
import { saveRow } from '../versioned-row/versioned-row.write.ts'
import { changedImage, changesRights } from './image.rules.ts'
import { imageAt } from './image.write.ts'
import { authorizeForImage } from './uploader.load.ts'

/** Captions show the image's own words where they have none for their use, live ones too: what is set right here is right everywhere. */
export function updateImage(
  desk: MutationContext,
  input: UpdateImageInput,
): Promise<Outcome<{ image: Subject } & Versions>> {
  const row = imageAt(input.version)
  return mutate(desk, {
    name: 'updateImage',
    input,
    needs: 'UPLOAD_IMAGES',
    async work(tx, viewer) {
      const image = await getRow(tx, row, input)
      const faults = new Faults()
      const state = changedImage(image, input, faults)
      await authorizeForImage(tx, viewer, image, changesRights(image, state))
      faults.refuse()
      const made = await saveRow(tx, viewer, row, image, state)
      return { image: asMade(made), ...versionsOf(made) }
    },
  })
}
