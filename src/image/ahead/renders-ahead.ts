import { setImmediate as nextTurn } from 'node:timers/promises'
import { renditionNames } from '../../media/serving/image-addresses.ts'
import type { RequestedImage } from '../../media/serving/requested-image.ts'
import type { UsualForms } from '../../media/serving/usual-forms.ts'
import type { RenderQueue } from '../../media/workers/render-queue.ts'
import type { Listener } from '../../outbox/event-feed.ts'
import type { EventName } from '../../outbox/events.ts'
import { uuidOf } from '../../reading/global-id.ts'
import type { LiveImage } from './live-images.load.ts'

/** After these readers may see images for the first time, or in another crop. */
const SHOWS_IMAGES: ReadonlySet<EventName> = new Set(['article.published', 'article.updated'])

/** Who waits for them: readers take turns with it in the queue, and it waits for one image at a time. */
const CLIENT = 'renders ahead'
const MOST_ARTICLES = 200

export interface RendersAheadOptions {
  readonly renders: RenderQueue
  readonly forms: UsualForms
  readonly load: (articleId: string) => Promise<readonly LiveImage[]>
  readonly onFault: (error: unknown) => void
}

export interface RendersAhead {
  readonly hear: Listener
  /** Finishes the image that it is making. */
  close(): Promise<void>
}

/**
 * Makes what the pages of an article that just went live will ask for: the forms in which pages asked for other images lately. So the first reader does not
 * wait. What another process has made is not made again; each begins at another place of the list. A fault costs the first reader time and nothing else.
 */
export function rendersAhead({ renders, forms, load, onFault }: RendersAheadOptions): RendersAhead {
  const waiting = new Set<string>()
  let work: Promise<void> | null = null
  let isClosed = false

  async function makeAll(): Promise<void> {
    // The event is heard by others too, which matter to readers that wait.
    await nextTurn()
    for (const id of waiting) {
      if (isClosed) return
      waiting.delete(id)
      await makeFor(id).catch(onFault)
    }
    work = null
  }

  async function makeFor(articleId: string): Promise<void> {
    const [images, usual] = [await load(articleId), forms.list()]
    for (const name of fromAnyPlace(images.flatMap((image) => namesOf(image, usual)))) {
      if (isClosed) return
      await renders.rendition(name, CLIENT)
    }
  }

  return {
    hear(events) {
      for (const { type, payload } of events) {
        const id = SHOWS_IMAGES.has(type) && typeof payload.id === 'string' ? uuidOf('Article', payload.id) : null
        if (id !== null && waiting.size < MOST_ARTICLES) waiting.add(id)
      }
      if (waiting.size > 0 && !isClosed) work ??= makeAll()
    },
    async close() {
      isClosed = true
      await work
    },
  }
}

/** Pages crop lead images to a ratio; within a text an image has its own. */
function namesOf({ image, isLead }: LiveImage, usual: readonly RequestedImage[]): string[] {
  return renditionNames(
    image,
    usual.filter(({ ratio }) => isLead || ratio === null),
  )
}

function fromAnyPlace(names: readonly string[]): string[] {
  const start = Math.floor(Math.random() * names.length)
  return [...names.slice(start), ...names.slice(0, start)]
}
