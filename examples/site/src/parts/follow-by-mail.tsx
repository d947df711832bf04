import { useMutation } from '@apollo/client/react'
import { type FormEvent, useEffect, useState } from 'react'
import { FollowTopicsDocument } from '../generated/graphql.ts'
import { wordsOf } from '../words.ts'
import type { FollowProps } from './follow.tsx'

const FREQUENCIES = ['INSTANT', 'DAILY', 'WEEKLY'] as const

/** A form that asks Copydesk to send a mail with a link. The browser sends it, so the button waits for JavaScript. */
export function FollowByMail({ kind, followed, locale }: FollowProps) {
  const words = wordsOf(locale)
  const [inBrowser, setInBrowser] = useState(false)
  useEffect(() => setInBrowser(true), [])
  const [choseNothing, setChoseNothing] = useState(false)
  const [ask, { data, error, loading }] = useMutation(FollowTopicsDocument, { errorPolicy: 'none' })

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const ids = followed.length === 1 ? followed.map(({ id }) => id) : fields.getAll('id').map(String)
    setChoseNothing(ids.length === 0)
    if (ids.length === 0) return
    const input = {
      email: String(fields.get('email')),
      ...{ topicIds: [], authorIds: [], [kind]: ids },
      frequency: FREQUENCIES.find((frequency) => frequency === fields.get('frequency')) ?? 'DAILY',
      locale,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }
    // What is wrong is shown from `error`.
    ask({ variables: { input } }).catch(() => undefined)
  }

  if (data?.followTopics?.accepted) return <p role="status">{words.followAsked}</p>
  const isRefused = (data?.followTopics?.userErrors.length ?? 0) > 0 || choseNothing
  return (
    <form className="follow-by-mail" onSubmit={send}>
      <p>{words.followByMail}</p>
      <noscript>
        <p>{words.needsScript}</p>
      </noscript>
      {followed.length > 1 && (
        <fieldset>
          <legend className="hidden">{words.topics}</legend>
          {followed.map(({ id, name }, index) => (
            <label key={id} dir="auto">
              <input type="checkbox" name="id" value={id} defaultChecked={index === 0} /> {name}
            </label>
          ))}
        </fieldset>
      )}
      <label>
        <span>{words.email}</span>
        <input type="email" name="email" dir="ltr" autoComplete="email" maxLength={254} required />
      </label>
      <label>
        <span>{words.howOften}</span>
        <select name="frequency" defaultValue="DAILY">
          {FREQUENCIES.map((frequency) => (
            <option key={frequency} value={frequency}>
              {words[frequency]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={!inBrowser || loading}>
        {words.followButton}
      </button>
      {(isRefused || error) && <p role="alert">{isRefused ? words.followRefused : words.followLater}</p>}
    </form>
  )
}
