import type { Look } from '../draw/portrait.ts'
import { reporter } from './desk.ts'

export interface WrittenAuthor {
  slug: string
  formerSlug?: string
  name: string
  jobTitle: string
  bio: string
  links: { label: string; url: string }[]
  /** Of the drawn portrait; null for somebody real, who gets initials */
  look: Look | null
  /** The e-mail address of the one of the desk whose page it is */
  user?: string
}

/** But for Jack Khoury, whose byline the opening piece carries, they are all invented. */
export const authors: WrittenAuthor[] = [
  {
    slug: 'jack-khoury',
    // So that somebody who tries things out as a reporter has an article to work on.
    user: reporter.email,
    look: null,
    name: 'Jack Khoury',
    jobTitle: 'Reporter',
    bio: 'Jack Khoury wrote the report from which this newsroom’s first article is retold.',
    links: [{ label: 'His articles', url: 'https://www.example.org/authors/jack-khoury' }],
  },
  {
    slug: 'nora-lindqvist-hale',
    look: 'long hair',
    formerSlug: 'nora-lindqvist',
    name: 'Nora Lindqvist-Hale',
    jobTitle: 'Town reporter',
    bio: 'Nora has covered Alderhaven since she delivered the paper there on a bicycle. She writes about streets, bridges and whoever has to mend them.',
    links: [
      { label: 'Website', url: 'https://nora.example.org/' },
      { label: 'E-mail', url: 'mailto:nora@example.org' },
    ],
  },
  {
    slug: 'adaeze-umeh',
    look: 'long hair',
    name: 'Adaeze Umeh',
    jobTitle: 'Politics editor',
    bio: 'Adaeze reads council papers so that others need not. She was a surveyor before she was a journalist and still distrusts a round number.',
    links: [{ label: 'Mastodon', url: 'https://social.example.org/@adaeze' }],
  },
  {
    slug: 'callum-breck',
    look: 'beard',
    name: 'Callum Breck',
    jobTitle: 'Environment correspondent',
    bio: 'Callum writes about rivers, weather and energy in the Tarn Valley, preferably in rubber boots.',
    links: [
      { label: 'Website', url: 'https://breck.example.org/' },
      { label: 'Field notes', url: 'https://breck.example.org/notes?from=byline&lang=en' },
    ],
  },
  {
    slug: 'priya-ramdas',
    look: 'long hair',
    name: 'Priya Ramdas',
    jobTitle: 'Health and education reporter',
    bio: 'Priya reports from wards and classrooms. She teaches an evening course in reading statistics.',
    links: [{ label: 'E-mail', url: 'mailto:priya@example.org' }],
  },
  {
    slug: 'wim-oosterkamp',
    look: 'short hair',
    name: 'Wim Oosterkamp',
    jobTitle: 'Sports writer',
    bio: 'Wim has seen every home match of Alderhaven United since 1998, two of them on purpose in the rain.',
    links: [{ label: 'Mastodon', url: 'https://social.example.org/@wim' }],
  },
  {
    slug: 'margit-solheim',
    look: 'short hair',
    name: 'Margit Solheim',
    jobTitle: 'Culture editor',
    bio: 'Margit edits the culture pages and the long reads. She plays second violin and says so.',
    links: [{ label: 'Reading list', url: 'https://margit.example.org/books' }],
  },
  {
    slug: 'tomas-ferreiro',
    look: 'beard',
    name: 'Tomás Ferreiro',
    jobTitle: 'Staff photographer',
    bio: 'Tomás photographs the harbour before breakfast and everything else after it.',
    links: [{ label: 'Portfolio', url: 'https://ferreiro.example.org/' }],
  },
  {
    slug: 'hana-kovarova',
    look: 'long hair',
    name: 'Hana Kovářová',
    jobTitle: 'Photographer',
    bio: 'Hana works for the desk on weekends and for the mountain rescue on the others.',
    links: [{ label: 'Portfolio', url: 'https://hana.example.org/' }],
  },
  {
    slug: 'piotr-zawilski',
    look: 'short hair',
    name: 'Piotr Zawilski',
    jobTitle: 'Illustrator',
    bio: 'Piotr draws maps, cutaways and the weather.',
    links: [{ label: 'Shop', url: 'https://zawilski.example.org/prints' }],
  },
  {
    slug: 'tamar-ben-oren',
    look: 'short hair',
    name: 'Tamar Ben-Oren',
    jobTitle: 'Translator, Hebrew',
    bio: 'Tamar brings the desk’s world pages into Hebrew.',
    links: [{ label: 'E-mail', url: 'mailto:tamar@example.org' }],
  },
  {
    slug: 'samira-qandil',
    look: 'long hair',
    name: 'Samira Qandil',
    jobTitle: 'World desk editor',
    bio: 'Samira edits the world pages, explains their words, and translates into Arabic.',
    links: [{ label: 'E-mail', url: 'mailto:samira@example.org' }],
  },
  {
    slug: 'hugo-valmont',
    look: 'beard',
    name: 'Hugo Valmont',
    jobTitle: 'French edition',
    bio: 'Hugo translates the desk’s best pieces into French, and its worst puns into better ones.',
    links: [],
  },
]
