import type { Story } from '../story.ts'
import { khoury, khouryInHebrew } from './khoury.ts'
import { hiddenStories } from './stories-hidden.ts'
import { leisureStories } from './stories-leisure.ts'
import { townStories } from './stories-town.ts'
import { worldStories } from './stories-world.ts'

export const stories: Story[] = [
  khoury,
  khouryInHebrew,
  ...worldStories,
  ...townStories,
  ...leisureStories,
  ...hiddenStories,
]
