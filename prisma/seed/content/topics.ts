type Kind = 'SUBJECT' | 'PERSON' | 'PLACE' | 'ORGANISATION' | 'EVENT' | 'SERIES' | 'SECTION'

export interface WrittenTopic {
  slug: string
  formerSlug?: string
  name: string
  kind: Kind
  parent?: string
  description?: string
  /** A concept of IPTC Media Topics: top-level codes only, for those never change their meaning */
  uri?: string
}

const subject = (slug: string, name: string, description: string, uri?: string): WrittenTopic => ({
  slug,
  name,
  kind: 'SUBJECT',
  description,
  ...(uri === undefined ? {} : { uri }),
})

const below = (parent: string, kind: Kind, topics: [slug: string, name: string, description?: string][]) =>
  topics.map(
    ([slug, name, description]): WrittenTopic => ({
      slug,
      name,
      kind,
      parent,
      ...(description === undefined ? {} : { description }),
    }),
  )

/** Parents stand before their children. */
export const topics: WrittenTopic[] = [
  { slug: 'world', name: 'World', kind: 'SECTION', description: 'What happens beyond the valley.' },
  { slug: 'region', name: 'Region', kind: 'SECTION', description: 'The Tarn Valley from its springs to the sea.' },
  {
    slug: 'the-long-read',
    name: 'The Long Read',
    kind: 'SERIES',
    description: 'One story at a time, with all the room it needs.',
  },
  {
    slug: 'ask-the-desk',
    name: 'Ask the Desk',
    kind: 'SERIES',
    description: 'Readers ask, the desk finds out.',
  },
  subject('politics', 'Politics', 'Who decides what, and by which majority.', 'medtop:11000000'),
  subject('conflict', 'Conflict, war and peace', 'Wars, truces and the talks between them.', 'medtop:16000000'),
  subject('economy', 'Economy and business', 'Prices, wages, shops and freight.', 'medtop:04000000'),
  subject('education', 'Education', 'Schools, evening classes and libraries.', 'medtop:05000000'),
  subject('environment', 'Environment', 'Rivers, air, animals and energy.', 'medtop:06000000'),
  subject('health', 'Health', 'Wards, surgeries and what keeps people out of them.', 'medtop:07000000'),
  subject('arts-and-culture', 'Arts and culture', 'Books, stages, music and museums.', 'medtop:01000000'),
  subject('crime-and-justice', 'Crime and justice', 'Police, courts and the law.', 'medtop:02000000'),
  subject('science', 'Science and technology', 'What is measured, found and built.', 'medtop:13000000'),
  subject('society', 'Society', 'How people live together.', 'medtop:14000000'),
  subject('sport', 'Sport', 'Matches, races and those who turn up for them.', 'medtop:15000000'),
  subject('weather', 'Weather', 'Wind, rain and what they leave behind.', 'medtop:17000000'),

  ...below('world', 'PLACE', [['middle-east', 'Middle East', 'News and background from the Middle East.']]),
  ...below('middle-east', 'PLACE', [
    ['egypt', 'Egypt', 'The country on the Nile, its politics and its people.'],
    ['gaza', 'Gaza', 'The Gaza Strip and those who live there.'],
    ['israel', 'Israel'],
    ['west-bank', 'West Bank'],
  ]),
  ...below('egypt', 'PLACE', [
    ['cairo', 'Cairo', 'The capital of Egypt.'],
    ['sinai', 'Sinai', 'The peninsula between the Mediterranean and the Red Sea.'],
    ['nile', 'Nile'],
    ['suez-canal', 'Suez Canal'],
  ]),
  ...below('gaza', 'PLACE', [['rafah', 'Rafah', 'Town and crossing on the border between Gaza and Egypt.']]),
  ...below('gaza', 'SUBJECT', [
    ['gaza-blockade', 'Blockade of Gaza', 'The closing of the borders of Gaza by Israel and by Egypt.'],
  ]),
  ...below('middle-east', 'SUBJECT', [['palestinians', 'Palestinians', 'In Gaza, in the West Bank and elsewhere.']]),
  ...below('palestinians', 'ORGANISATION', [['hamas', 'Hamas', 'The movement that has governed Gaza since 2007.']]),
  ...below('egypt', 'ORGANISATION', [['muslim-brotherhood', 'Muslim Brotherhood']]),
  ...below('sinai', 'ORGANISATION', [['islamic-state-in-sinai', 'Islamic State in Sinai']]),
  ...below('hamas', 'PERSON', [
    ['mousa-abu-marzouk', 'Mousa Abu Marzouk'],
    ['sami-abu-zuhri', 'Sami Abu Zuhri'],
  ]),
  ...below('egypt', 'PERSON', [
    ['hisham-barakat', 'Hisham Barakat', 'Public prosecutor of Egypt, killed in June 2015.'],
    ['mohammed-morsi', 'Mohammed Morsi', 'President of Egypt in 2012 and 2013.'],
  ]),
  ...below('palestinians', 'PERSON', [['mahmoud-abbas', 'Mahmoud Abbas']]),

  ...below('region', 'PLACE', [
    ['alderhaven', 'Alderhaven', 'Harbour town at the mouth of the Tarn.'],
    ['brackwater', 'Brackwater', 'Market town half way up the valley.'],
    ['ostrey', 'Ostrey', 'The island across the sound.'],
    ['river-tarn', 'River Tarn'],
  ]),
  ...below('alderhaven', 'PLACE', [['old-harbour', 'Old Harbour']]),
  ...below('alderhaven', 'ORGANISATION', [
    ['town-council', 'Alderhaven Town Council', 'Thirty-one seats, one budget.'],
  ]),
  ...below('sport', 'ORGANISATION', [['alderhaven-united', 'Alderhaven United']]),
  ...below('society', 'SUBJECT', [
    ['housing', 'Housing'],
    ['food', 'Food and drink'],
    ['language', 'Language'],
  ]),
  ...below('economy', 'SUBJECT', [
    ['transport', 'Transport', 'Buses, trains, ferries, bicycles.'],
    ['fishing', 'Fishing'],
  ]),
  ...below('environment', 'SUBJECT', [
    ['energy', 'Energy'],
    ['wildlife', 'Wildlife'],
  ]),
  { slug: 'books', name: 'Books', kind: 'SUBJECT', parent: 'arts-and-culture' },
  { slug: 'music', name: 'Music', kind: 'SUBJECT', parent: 'arts-and-culture' },
  {
    slug: 'harbour-festival',
    formerSlug: 'harbour-fair',
    name: 'Harbour Festival',
    kind: 'EVENT',
    parent: 'arts-and-culture',
    description: 'Four days in June, on and around the water.',
  },
]

/** Related topics set by hand, in this order. */
export const curated: Record<string, string[]> = {
  hamas: ['palestinians', 'gaza', 'conflict'],
  egypt: ['middle-east', 'nile', 'suez-canal'],
  gaza: ['west-bank', 'gaza-blockade', 'rafah'],
  alderhaven: ['old-harbour', 'town-council'],
  transport: ['ostrey', 'brackwater'],
  weather: ['environment', 'river-tarn'],
}
