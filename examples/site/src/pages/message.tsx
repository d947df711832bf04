import { wordsOf } from '../words.ts'

interface MessageProps {
  locale: string
  title: 'missing' | 'gone'
  text: 'missingHow' | 'goneHow'
}

export function Message({ locale, title, text }: MessageProps) {
  const words = wordsOf(locale)
  return (
    <div className="message">
      <h1>{words[title]}</h1>
      <p>{words[text]}</p>
      <p>
        <a href="/">{words.home}</a>
      </p>
    </div>
  )
}
