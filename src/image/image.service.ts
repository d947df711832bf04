import type { UpdateImageInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import type { Subject } from '../mutation/user-error.ts'
import { saveRow } from '../versioned-row/versioned-row.write.ts'
import { getImage } from './image.load.ts'
import { changedImage } from './image.rules.ts'
import { IMAGE } from './image.write.ts'

/** Captions show the picture's own words where they have none for their use, live ones too: what is set right here is right everywhere. */
export function updateImage(desk: Desk, input: UpdateImageInput): Promise<Outcome<{ image: Subject }>> {
  return mutate(desk, {
    name: 'updateImage',
    input,
    needs: 'EDIT_IMAGES',
    async work(tx, viewer) {
      const image = await getImage(tx, input)
      const faults = new Faults()
      const state = changedImage(image, input, faults)
      faults.refuse()
      await saveRow(tx, viewer, IMAGE, image, state)
      return { image: { id: image.id } }
    },
  })
}
