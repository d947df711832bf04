import type { FrontSlotSize } from '../../../src/generated/prisma/enums.ts'
import { KHOURY_SLUG, khouryInHebrew } from './khoury.ts'

/** A slot: articles by their slugs in the front's language, topics by theirs. */
export interface WrittenSlot {
  readonly name: string
  readonly title?: string
  readonly size: FrontSlotSize
  readonly pinned?: readonly { readonly slug: string; readonly kicker?: string }[]
  /** Up to how many items; with any of these topics, or any article where there are none */
  readonly fill: { readonly count: number; readonly topics?: readonly string[] }
  readonly allowRepeats?: boolean
}

export interface WrittenFront {
  readonly slug: string
  readonly locale: string
  readonly name: string
  readonly slots: readonly WrittenSlot[]
}

export const fronts: readonly WrittenFront[] = [
  {
    slug: 'home',
    locale: 'en',
    name: 'Home',
    slots: [
      {
        name: 'top',
        size: 'LARGE',
        pinned: [{ slug: KHOURY_SLUG, kicker: 'Cairo talks' }],
        fill: { count: 1, topics: ['egypt', 'middle-east'] },
      },
      { name: 'beside', size: 'MEDIUM', fill: { count: 3, topics: ['egypt', 'gaza'] } },
      { name: 'town', title: 'In town', size: 'MEDIUM', fill: { count: 4, topics: ['alderhaven', 'old-harbour'] } },
      {
        name: 'culture',
        title: 'Arts and culture',
        size: 'MEDIUM',
        fill: { count: 4, topics: ['arts-and-culture', 'books', 'music'] },
      },
      { name: 'newest', title: 'Newest', size: 'SMALL', fill: { count: 10 }, allowRepeats: true },
    ],
  },
  {
    slug: 'home',
    locale: 'he',
    name: 'דף הבית',
    slots: [
      {
        name: 'top',
        size: 'LARGE',
        pinned: [{ slug: khouryInHebrew.slug, kicker: 'שיחות בקהיר' }],
        fill: { count: 1 },
      },
      { name: 'newest', title: 'חדשות', size: 'SMALL', fill: { count: 10 }, allowRepeats: true },
    ],
  },
]
