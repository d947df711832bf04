import type { Chance } from './chance.ts'
import type { Call, Newsroom } from './newsroom.ts'

/** How many there should be before any is deleted. */
const ENOUGH = 8
/** So few that the same bytes come in again, and come back after they were deleted. */
const COLOURS = 24

const DAY = 86_400_000

/** What a desk might do next with its images, and with the captions of an article. */
export function randomImages({ random, below, chance, one }: Chance) {
  const words = () => `Image ${below(100)}`
  const shuffled = <Item>(items: readonly Item[]) =>
    items
      .map((item) => ({ item, place: random() }))
      .sort((first, second) => first.place - second.place)
      .map(({ item }) => item)

  /** Rights that have ended, that end later, or that do not end. */
  const expiry = () => (chance(0.5) ? null : new Date(Date.now() + DAY * (below(9) - 2)).toISOString())

  function change(): object {
    if (chance(0.2)) return { withheld: true, withheldReason: words() }
    if (chance(0.4)) return { withheld: false }
    if (chance(0.3)) return { rightsExpireAt: expiry() }
    return chance(0.5) ? { focalPoint: chance(0.2) ? null : { x: random(), y: random() } } : { altText: words() }
  }

  function upload(): Call {
    const image = `#${(below(COLOURS) * 9973).toString(16).padStart(6, '0')}`
    return { mutation: 'uploadImage', input: { headline: words() }, image }
  }

  function withImage({ images }: Newsroom): Call {
    if (images.length < ENOUGH || chance(0.3)) return upload()
    // The newest may not be in use yet.
    const { id, version } = one(chance(0.5) ? images.slice(-1) : images)
    if (chance(0.4)) return { mutation: 'deleteImage', input: { id } }
    return { mutation: 'updateImage', input: { id, version, ...change() } }
  }

  const role = () => one(['LEAD', 'INLINE', 'GALLERY'])
  const crop = () => ({ x: random() / 2, y: random() / 2, width: 0.5, height: 0.5 })

  function captionChange({ images }: Newsroom): object {
    if (chance(0.3)) return { imageId: one(images).id }
    return chance(0.5) ? { text: words(), crop: chance(0.5) ? crop() : null } : { role: role() }
  }

  function withCaption(room: Newsroom): Call {
    const open = room.articles.filter(({ allowedActions }) => allowedActions.includes('UPDATE'))
    if (room.images.length === 0 || open.length === 0) return upload()
    const { id: articleId, version, captions } = one(open)
    if (captions.length < 2 || chance(0.3)) {
      const position = chance(0.5) ? below(captions.length + 1) : null
      return {
        mutation: 'addCaption',
        input: { articleId, version, imageId: one(room.images).id, role: role(), position },
      }
    }
    const { id } = one(captions)
    if (chance(0.3)) return { mutation: 'removeCaption', input: { id, version, removeBlocks: chance(0.5) } }
    if (chance(0.4)) {
      const captionIds = shuffled(captions.map((caption) => caption.id))
      return { mutation: 'reorderCaptions', input: { articleId, version, captionIds } }
    }
    return { mutation: 'updateCaption', input: { id, version, ...captionChange(room) } }
  }

  /** Captions, and a body that shows the last of them, as createArticle and updateArticle take them. */
  function illustrated({ images }: Newsroom, paragraph: object): object {
    const [lead, inline] = shuffled(images)
    if (!lead || !inline || chance(0.4)) return { body: [paragraph] }
    return {
      captions: [
        { key: 'lead', imageId: lead.id, role: 'LEAD' },
        { key: 'inline', imageId: inline.id, role: 'INLINE', text: words() },
      ],
      body: [paragraph, { image: { captionKey: 'inline' } }],
    }
  }

  return { withImage, withCaption, illustrated }
}
