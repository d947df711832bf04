import { createRoot, React, Ruru } from '../ruru/ruru.js'

const OPEN_AT_FIRST = 4

const WORKERS = new Map([
  ['json', 'jsonWorker.js'],
  ['graphql', 'graphqlWorker.js'],
])

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(new URL(`../ruru/${WORKERS.get(label) ?? 'editorWorker.js'}`, import.meta.url), { type: 'module' }),
}

const examples = JSON.parse(document.getElementById('examples').textContent)
const asked = new URLSearchParams(location.search).get('example')
const chosen = examples.find(({ name }) => name === asked)
const tabs = JSON.parse(localStorage.getItem('graphiql:tabState'))

// Out of the address again, so that a reload shows what was edited since.
if (chosen) history.replaceState(null, '', '/explorer')

// Without the last active tab named, GraphiQL would greet every return with a new, empty one.
const opening = chosen ?? tabs?.tabs[tabs.activeTabIndex] ?? examples[0]
const others = examples.slice(0, OPEN_AT_FIRST).filter((example) => example !== opening)

createRoot(document.getElementById('explorer')).render(
  React.createElement(Ruru, {
    endpoint: '/graphql',
    debugTools: [],
    defaultTabs: [opening, ...others].map(({ query, variables, headers }) => ({ query, variables, headers })),
    // GraphiQL goes to the tab that holds this already, or opens one.
    initialQuery: opening.query ?? '',
    initialVariables: opening.variables ?? '',
    initialHeaders: opening.headers ?? '',
    // The token of an example of the desk is in sight.
    defaultEditorToolsVisibility: opening.headers ? 'headers' : 'variables',
  }),
)

const menu = document.querySelector('.examples')
document.addEventListener('click', ({ target }) => {
  if (!menu.contains(target)) menu.open = false
})
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') menu.open = false
})
