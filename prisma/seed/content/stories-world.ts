import { bullets, by, embed, h, numbered, p, picture, quote, type Story } from '../story.ts'
import { KHOURY_SLUG } from './khoury.ts'

/** The world desk of a small paper: background and everyday matters, no news of living people. */
export const worldStories: Story[] = [
  {
    slug: 'rafah-crossing-a-readers-map',
    state: { status: 'PUBLISHED', at: '2016-03-19T08:00:00Z' },
    editorNote: 'Ask Piotr for a larger map before this runs again (zebranote).',
    pins: [KHOURY_SLUG],
    text: {
      kicker: 'Background',
      headline: 'The Rafah crossing: a reader’s map',
      standfirst: 'Where it lies, what it joins, and why its name is on so many pages.',
      credits: [by('samira-qandil'), by('piotr-zawilski', 'ILLUSTRATOR')],
      about: ['rafah', 'gaza', 'egypt'],
      mentions: ['sinai', 'gaza-blockade', 'middle-east'],
      lead: { image: 'map-of-a-border', text: 'A sketch of the border, not to scale.' },
      body: [
        p(
          'Readers often ask us why one small town appears in so many reports. The short answer is geography: at Rafah a road leaves the Gaza Strip that does not lead to Israel.',
        ),
        h('One name, two towns'),
        p(
          'The name belongs to a town on either side of the border. When a report says “Rafah”, it can mean the town in Gaza, the town in Sinai, or the crossing between them. We now say which.',
        ),
        bullets(
          'North of the border: the Gaza Strip.',
          'South of it: the Sinai peninsula, and so Egypt.',
          'From there to Cairo: most of a day by road.',
        ),
        p('The map above is a drawing. Its distances are those of the page and of nothing else.'),
      ],
    },
  },
  {
    slug: 'the-words-we-use-gaza-west-bank',
    state: { status: 'PUBLISHED', at: '2016-03-26T08:00:00Z' },
    text: {
      kicker: 'Ask the Desk',
      headline: 'Gaza, the West Bank, and the words we use',
      standfirst: 'A page from our style book, opened because so many of you asked.',
      credits: [by('samira-qandil'), by('margit-solheim', 'EDITOR')],
      about: ['palestinians', 'gaza', 'west-bank', 'language'],
      mentions: ['israel', 'egypt', 'hamas', 'ask-the-desk'],
      body: [
        p(
          'Names of places are the first thing readers write to us about, and the last thing that we ever settle. Here is what our style book says, and why.',
        ),
        numbered(
          'We write the name by which most readers will find the place on a map.',
          'We spell people’s names as they spell them in English, where they do.',
          'We quote exactly, and we mark what is quoted.',
        ),
        quote('A word that needs a footnote in every article is the wrong word.', 'The style book, page 4'),
        p('Corrections are welcome, and they are dated and kept. That rule is on page 5.'),
      ],
    },
    corrections: [
      {
        kind: 'CLARIFICATION',
        at: '2016-03-28T09:15:00Z',
        text: 'The rule on spelling is on page 4 of the style book since its second edition.',
      },
    ],
  },
  {
    slug: 'how-to-date-a-page-without-a-date',
    state: { status: 'PUBLISHED', at: '2024-01-15T07:30:00Z' },
    text: {
      kicker: 'Ask the Desk',
      headline: 'How do you date a page that has no date?',
      standfirst: 'With a calendar, a pencil, and one sure event to count from.',
      credits: [by('margit-solheim'), { name: 'The archive team', role: 'RESEARCHER' }],
      about: ['ask-the-desk', 'language'],
      mentions: ['egypt', 'books'],
      lead: { image: 'old-ledger', text: 'The log books of our own archive have dates. Most of them.' },
      body: [
        p('Pages come loose. Somebody cuts out an article and leaves the margin with the date in the newspaper.'),
        p(
          'Look for an event in the text that other sources date. Then look for the words that measure from it: <em>last year</em>, <em>a week ago</em>, <em>on Saturday</em>. Each halves the field, and three are often enough.',
        ),
        quote('A weekday is worth a week of searching.', 'A note in the archive'),
        p('The same holds for pictures, only that there it is hats and cars.'),
      ],
    },
    pins: ['the-last-keeper-of-the-light'],
  },
  {
    slug: 'six-books-about-the-nile',
    state: { status: 'PUBLISHED', at: '2024-02-10T07:00:00Z' },
    text: {
      kicker: 'Books',
      headline: 'Six books about the Nile for long evenings',
      standfirst: 'From a picture book to a thousand pages on irrigation.',
      credits: [by('margit-solheim')],
      about: ['books', 'nile', 'egypt'],
      mentions: ['cairo', 'arts-and-culture'],
      lead: { image: 'river-and-palms' },
      body: [
        p('The town library has put a shelf together, and we have read our way along it.'),
        h('For children', 3),
        p('A boat, a boy and a crocodile that turns out to be a log. Out loud it takes eleven minutes.'),
        h('For engineers', 3),
        p('The thickest of the six explains how a field is watered with a bucket, a beam and patience.'),
        bullets(
          'Best map: the third, which folds out.',
          'Best opening line: the second.',
          'Best left on the shelf: we shall not say.',
        ),
      ],
    },
  },
  {
    slug: 'cairo-trams-in-the-old-harbour-museum',
    state: { status: 'PUBLISHED', at: '2024-03-08T10:00:00Z' },
    text: {
      kicker: 'Museum',
      headline: 'Cairo’s old trams stop in the Old Harbour',
      standfirst: 'An exhibition of model trams shows how a great city once went to work.',
      credits: [by('margit-solheim'), by('tomas-ferreiro', 'PHOTOGRAPHER')],
      about: ['cairo', 'arts-and-culture', 'transport'],
      mentions: ['old-harbour', 'alderhaven', 'egypt'],
      lead: { image: 'tram', text: 'One of the models, at the scale of one to twenty.' },
      gallery: [
        { image: 'old-ledger', text: 'A conductor’s ledger.' },
        { image: 'museum-hall', text: 'The hall before the opening.' },
        { image: 'river-and-palms', text: 'A painted backdrop.', credit: 'Museum of the Old Harbour' },
      ],
      body: [
        p('The smallest exhibit is a ticket. It is pink, it is punched twice, and it cost more to frame than to ride.'),
        picture('museum-hall', 'Eighteen models stand on eighteen metres of track.'),
        p(
          'The models were built over thirty winters by a retired watchmaker who never saw the city. He worked from postcards, and where the postcards ended he wrote letters.',
        ),
        quote('He asked how many rivets. Nobody knew. He counted them on a photograph.', 'The curator'),
      ],
    },
  },
  {
    slug: 'what-the-suez-canal-has-to-do-with-our-harbour',
    state: { status: 'PUBLISHED', at: '2024-04-02T06:30:00Z' },
    text: {
      kicker: 'Economy',
      headline: 'What the Suez Canal has to do with our harbour',
      standfirst: 'Ships are built to fit through the narrowest place of their voyage. Ours is a sandbank.',
      credits: [by('adaeze-umeh'), by('callum-breck')],
      about: ['suez-canal', 'economy', 'old-harbour'],
      mentions: ['egypt', 'transport', 'fishing'],
      lead: { image: 'freighter' },
      body: [
        p(
          'A ship’s draught is a number that somebody has to care about years before the ship is afloat. For many it is set by a canal between two seas; for those that call here it is set by a sandbank with a buoy on it.',
        ),
        p(
          'The harbour office dredges in autumn. “We take away what the river brings,” says its notice board, “and the river does not read notices.”',
        ),
        embed('https://video.example.org/watch/dredger', 'Example Video', 'The dredger at work, from the pier'),
      ],
    },
  },
  {
    slug: 'arabic-for-beginners-needs-a-bigger-room',
    state: { status: 'PUBLISHED', at: '2024-04-22T12:00:00Z' },
    text: {
      kicker: 'Education',
      headline: 'Arabic for beginners needs a bigger room',
      standfirst: 'Forty-one people wanted nineteen chairs. The evening school has found a hall.',
      credits: [by('priya-ramdas')],
      about: ['education', 'language'],
      mentions: ['alderhaven', 'middle-east', 'egypt'],
      lead: { image: 'classroom' },
      body: [
        p('The course begins with the alphabet, and with the remark that it runs the other way.'),
        p(
          'In the first lesson everybody learns to write the name of the town: <span lang="ar" dir="rtl">ألدرهافن</span>. It takes some a minute, and one an evening.',
        ),
        quote('I came for the letters and stayed for the tea.', 'A student in the second row'),
      ],
    },
  },
  {
    slug: 'an-evening-of-dishes-from-gaza',
    state: { status: 'PUBLISHED', at: '2024-05-06T15:00:00Z' },
    text: {
      kicker: 'Food',
      headline: 'Dill, chilli, lemon: an evening of dishes from Gaza',
      standfirst: 'The community kitchen in Brackwater cooks its way along a coast.',
      credits: [by('nora-lindqvist-hale'), by('hana-kovarova', 'PHOTOGRAPHER')],
      about: ['food', 'gaza', 'brackwater'],
      mentions: ['palestinians', 'society'],
      lead: { image: 'kitchen', text: 'Forty plates, one stove.' },
      body: [
        p(
          'The clay bowl goes round first. In it are chillies, dill seeds and garlic, and whoever pounds them last has to say what is missing.',
        ),
        bullets('Dill, by the bunch', 'Green chillies, seeds in', 'Lemons, more than you think'),
        p('The kitchen meets every first Monday. Bring a knife that you know.'),
      ],
    },
  },
  {
    slug: 'olive-oil-from-three-coasts',
    state: { status: 'PUBLISHED', at: '2024-05-20T09:00:00Z' },
    text: {
      headline: 'Olive oil from three coasts, and how to taste it',
      credits: [by('margit-solheim'), by('hana-kovarova', 'PHOTOGRAPHER')],
      about: ['food'],
      mentions: ['west-bank', 'palestinians', 'israel', 'economy'],
      lead: { image: 'kitchen' },
      body: [
        p('Warm the glass in your hand. Cover it. Wait. Then breathe in before you sip, and cough when you must.'),
        p('The shop on Rope Street has oils from three coasts on one shelf. They agree on nothing but the colour.'),
      ],
    },
  },
  {
    slug: 'the-desert-at-night-a-sky-guide-from-sinai',
    state: { status: 'PUBLISHED', at: '2024-06-11T20:00:00Z' },
    text: {
      kicker: 'Science',
      headline: 'What a desert sky shows that ours does not',
      standfirst: 'Our observatory compares notes with travellers who camped in Sinai.',
      credits: [by('callum-breck'), by('piotr-zawilski', 'ILLUSTRATOR')],
      about: ['science', 'sinai'],
      mentions: ['egypt', 'weather'],
      lead: { image: 'desert', text: 'Sand by day.' },
      gallery: [{ image: 'stars', text: 'And the sky above it by night.' }, { image: 'desert' }],
      body: [
        p('From the pier you can count about two hundred stars. From a plain without a lamp it is ten times as many.'),
        p(
          'The difference is not the stars but the lamps. CO<sub>2</sub> has nothing to do with it; dust does, a little.',
        ),
        numbered('Wait twenty minutes.', 'Leave the telephone in the tent.', 'Begin with what does not twinkle.'),
      ],
    },
  },
]
