import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client'
import { relayStylePagination } from '@apollo/client/utilities'

/** A client with a cache of its own: on the server one for each request, in the browser one for the page. */
export function newClient(copydeskUrl: string, ask: typeof fetch = fetch) {
  return new ApolloClient({
    cache: newCache(),
    link: new HttpLink({ uri: `${copydeskUrl}/graphql`, fetch: ask }),
    devtools: { enabled: false },
  })
}

export function newCache() {
  return new InMemoryCache({
    typePolicies: {
      // There is one.
      Site: { keyFields: [] },
      // The pages of a list are added to each other. Without names of arguments, there is one such list of each object.
      Topic: { fields: { articles: relayStylePagination() } },
      Author: { fields: { articles: relayStylePagination() } },
      Query: { fields: { search: relayStylePagination(['query', 'locale']) } },
      // What has no id is a part of the object that it was read in.
      Seo: { keyFields: false },
      ArticleTopic: { keyFields: false },
      Credit: { keyFields: false },
      Translation: { keyFields: false },
    },
  })
}
