import { HIDDEN } from '../hidden-words.ts'
import { by, p, quote, type State, type Story } from '../story.ts'

/** A text in which every place where words can stand holds the marker. */
function marked(word: string, headline: string, about: string[]): Story['text'] {
  return {
    kicker: `Kicker ${word}`,
    headline: `${headline} (${word})`,
    standfirst: `Nobody outside may read this: ${word}.`,
    credits: [
      by('nora-lindqvist-hale'),
      { author: 'tomas-ferreiro', role: 'PHOTOGRAPHER', as: `Tomás ${word}` },
      { name: `Agency ${word}` },
    ],
    about,
    lead: {
      image: 'harbour-dawn',
      text: `Caption ${word}.`,
      altText: `Alternative text ${word}.`,
      credit: `Credit ${word}`,
    },
    body: [p(`The text itself. ${word}`), quote(`A quotation, ${word}.`, `Somebody ${word}`)],
  }
}

function hidden(word: string, title: string, state: State, headline: string, about: string[]): Story {
  return {
    slug: `${title}-${word}`,
    state,
    text: marked(word, headline, about),
    editorNote: `Between colleagues: ${HIDDEN.editorNote}.`,
  }
}

/** Articles in every state in which no reader sees them. What lies ahead is dated 2099, so that it stays ahead and every run agrees. */
export const hiddenStories: Story[] = [
  hidden(HIDDEN.draft, 'harbour-wall', { status: 'DRAFT' }, 'A crack in the harbour wall', [
    'alderhaven',
    'old-harbour',
  ]),
  hidden(HIDDEN.draft, 'delegation-returns', { status: 'DRAFT' }, 'Notes for a piece about Rafah', [
    'gaza',
    'egypt',
    'hamas',
  ]),
  hidden(HIDDEN.inReview, 'school-meals', { status: 'DRAFT' }, 'School meals, for a second look', [
    'education',
    'food',
  ]),
  hidden(
    HIDDEN.scheduled,
    'new-years-swim',
    { status: 'SCHEDULED', scheduledFor: '2099-01-01T09:00:00Z' },
    'The New Year’s swim',
    ['sport', 'alderhaven'],
  ),
  {
    ...hidden(HIDDEN.embargoed, 'harbour-prize', { status: 'DRAFT' }, 'Who wins the harbour prize', [
      'arts-and-culture',
    ]),
    embargoedUntil: '2099-05-01T06:00:00Z',
  },
  {
    ...hidden(
      HIDDEN.embargoed,
      'budget-figures',
      { status: 'SCHEDULED', scheduledFor: '2099-12-01T10:00:00Z' },
      'The budget figures, before their hour',
      ['town-council', 'economy'],
    ),
    embargoedUntil: '2099-12-01T10:00:00Z',
  },
  hidden(
    HIDDEN.withdrawn,
    'ferry-sold',
    {
      status: 'WITHDRAWN',
      at: '2025-03-01T08:00:00Z',
      withdrawnAt: '2025-03-01T15:00:00Z',
      reason: `We had mistaken one ship for another. ${HIDDEN.withdrawalReason}`,
    },
    'The ferry is sold',
    ['ostrey', 'transport'],
  ),
  {
    // Its old address too leads to nothing but the word that it is gone.
    ...hidden(
      HIDDEN.withdrawn,
      'crossing-open',
      {
        status: 'WITHDRAWN',
        at: '2016-03-21T08:00:00Z',
        withdrawnAt: '2016-03-22T12:00:00Z',
        reason: `The source took it back. ${HIDDEN.withdrawalReason}`,
      },
      'A crossing, said to be open',
      ['rafah', 'egypt', 'gaza'],
    ),
    formerSlugs: [`crossing-opens-${HIDDEN.withdrawn}`],
  },
  hidden(
    HIDDEN.trashed,
    'test-please-ignore',
    { status: 'TRASHED', trashedAt: '2025-02-02T10:00:00Z' },
    'Test, please ignore',
    ['alderhaven'],
  ),
  hidden(
    HIDDEN.trashed,
    'old-weather',
    { status: 'TRASHED', trashedAt: '2024-12-24T16:00:00Z', at: '2024-12-01T06:00:00Z' },
    'Weather that is over',
    ['weather'],
  ),
]
