import { useSuspenseQuery } from '@apollo/client/react'
import { ShellOnlyDocument } from '../generated/graphql.ts'
import { Layout } from '../parts/layout.tsx'
import { Message } from './message.tsx'

export function MissingPage({ locale }: { locale: string }) {
  const { data } = useSuspenseQuery(ShellOnlyDocument, { variables: { locale } })
  return (
    <Layout shell={data} locale={locale}>
      <Message locale={locale} title="missing" text="missingHow" />
    </Layout>
  )
}
