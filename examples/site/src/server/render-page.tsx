import { ApolloProvider } from '@apollo/client/react'
import { renderToString } from 'react-dom/server'
import { App } from '../app.tsx'
import type { Loaded } from './load-page.ts'

/** The page as HTML. All that it shows is in the client's cache already, so one pass is enough. */
export function renderPage({ client, page }: Loaded): string {
  return renderToString(
    <ApolloProvider client={client}>
      <App page={page} />
    </ApolloProvider>,
  )
}
