interface TopicLinksProps {
  id: string
  title: string
  topics: readonly { id: string; name: string; path: string }[]
}

export function TopicLinks({ id, title, topics }: TopicLinksProps) {
  if (topics.length === 0) return null
  return (
    <section aria-labelledby={id} className="topics">
      <h2 id={id}>{title}</h2>
      <ul>
        {topics.map((topic) => (
          <li key={topic.id}>
            <a href={topic.path} dir="auto">
              {topic.name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
