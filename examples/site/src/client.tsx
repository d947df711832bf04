import { ApolloProvider } from '@apollo/client/react'
import { hydrateRoot } from 'react-dom/client'
import { newClient } from './apollo.ts'
import { App } from './app.tsx'
import type { BrowserState } from './page.ts'
import './style.css'

// Every page works without this: it adds suggestions while somebody types, more articles in place, and the copied address.

const root = document.getElementById('root')
const written = document.getElementById('state')?.textContent

if (root && written) {
  const { page, copydeskUrl, cache }: BrowserState = JSON.parse(written)
  const client = newClient(copydeskUrl)
  client.cache.restore(cache)
  hydrateRoot(
    root,
    <ApolloProvider client={client}>
      <App page={page} />
    </ApolloProvider>,
  )
}
