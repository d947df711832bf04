import type { Page } from './page.ts'
import { FrontPage } from './pages/front-page.tsx'
import { MissingPage } from './pages/missing-page.tsx'
import { PathPage } from './pages/path-page.tsx'
import { PreviewPage } from './pages/preview-page.tsx'
import { SearchPage } from './pages/search-page.tsx'

export function App({ page }: { page: Page }) {
  switch (page.kind) {
    case 'front':
      return <FrontPage locale={page.locale} />
    case 'path':
      return <PathPage path={page.path} locale={page.locale} after={page.after} />
    case 'search':
      return <SearchPage query={page.query} locale={page.locale} after={page.after} />
    case 'preview':
      return <PreviewPage slug={page.slug} locale={page.locale} token={page.token} />
    case 'missing':
      return <MissingPage locale={page.locale} />
  }
}
