// The ceiling of the pages that are compared with peers: bare node:http, one hand-written, prepared statement a page, and PostgreSQL's JSON sent as it is.
import { createServer } from 'node:http'
import { Pool } from 'pg'
import { readEnv } from '../../src/config/env.ts'

const isUsable = '(i.withheld_at is null and (i.rights_expire_at is null or i.rights_expire_at > now()))'

const CAPTION = `json_build_object('id', c.id, 'role', c.role, 'position', c.position,
  'text', coalesce(nullif(c.text, ''), nullif(i.description, '')), 'altText', coalesce(nullif(c.alt_text, ''), nullif(i.alt_text, '')),
  'credit', coalesce(nullif(c.credit, ''), nullif(i.credit, '')),
  'image', json_build_object('id', i.id, 'width', i.width, 'height', i.height, 'mimeType', i.mime_type,
    'altText', i.alt_text, 'description', i.description, 'credit', i.credit))`

const TOPICS = `(select coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'slug', t.slug) order by rt.position), '[]')
  from revision_topic rt join topic t on t.id = rt.topic_id where rt.revision_id = r.id)`

const LEAD_IMAGE = `(select ${CAPTION} from caption c join image i on i.id = c.image_id where c.revision_id = r.id and c.role = 'LEAD' and ${isUsable})`

const HEAD = `'id', a.id, 'slug', a.slug, 'locale', a.locale, 'kicker', r.kicker, 'headline', r.headline, 'standfirst', r.standfirst,
  'publishedAt', a.published_at, 'leadImage', ${LEAD_IMAGE}, 'topics', ${TOPICS}`

const CARD = `json_build_object(${HEAD}, 'credits', (select coalesce(json_agg(json_build_object('role', c.role, 'name', c.name) order by c.position), '[]')
  from credit c where c.revision_id = r.id))`

const cards = (found: string) => `(select coalesce(json_agg(${CARD} order by a.published_at desc, a.id desc), '[]')
  from (${found}) f join article a on a.id = f.id join revision r on r.id = a.live_revision_id)`

const ARTICLE_PAGE = `select json_build_object('article', json_build_object(${HEAD}, 'bodyText', r.plain_text, 'wordCount', r.word_count,
    'firstPublishedAt', a.first_published_at, 'updatedAt', a.live_updated_at,
    'credits', (select coalesce(json_agg(json_build_object('role', c.role, 'position', c.position, 'name', c.name,
        'author', case when w.id is not null then json_build_object('id', w.id, 'name', w.name, 'slug', w.slug, 'jobTitle', w.job_title,
          'image', case when i.id is not null then json_build_object('id', i.id, 'altText', i.alt_text) end) end) order by c.position), '[]')
      from credit c left join author w on w.id = c.author_id left join image i on i.id = w.image_id and ${isUsable} where c.revision_id = r.id),
    'captions', (select coalesce(json_agg(${CAPTION} order by c.position), '[]')
      from caption c join image i on i.id = c.image_id where c.revision_id = r.id and ${isUsable}),
    'corrections', (select coalesce(json_agg(json_build_object('kind', c.kind, 'text', c.text, 'publishedAt', c.published_at)
      order by c.published_at desc, c.id desc), '[]') from correction c where c.article_id = a.id and c.removed_at is null)))::text as data
  from article a join revision r on r.id = a.live_revision_id where a.slug = $1 limit 1`

const FRONT_PAGE = `select json_build_object('articles', ${cards(
  'select id from article where live_revision_id is not null order by published_at desc, id desc limit 20',
)})::text as data`

const LINK = `json_build_object('name', l.name, 'slug', l.slug)`

const TOPIC_PAGE = `select json_build_object('topic', json_build_object('id', o.id, 'name', o.name, 'slug', o.slug, 'kind', o.kind,
    'description', o.description, 'uri', o.uri, 'parent', (select ${LINK} from topic l where l.id = o.parent_id),
    'children', (select coalesce(json_agg(${LINK} order by l.name, l.id), '[]')
      from (select * from topic where parent_id = o.id order by name, id limit 50) l),
    'articles', ${cards(
      'select article_id as id from live_topic where topic_id = o.id order by published_at desc, article_id desc limit 20',
    )}))::text as data
  from topic o where o.slug = $1`

const STATEMENTS = new Map([
  ['/articlePage', { name: 'article', text: ARTICLE_PAGE }],
  ['/frontPage', { name: 'front', text: FRONT_PAGE }],
  ['/topicPage', { name: 'topic', text: TOPIC_PAGE }],
])

const env = readEnv()
const options = '-c timezone=UTC -c jit=off'
const pool = new Pool({ connectionString: env.databaseUrl ?? '', max: env.poolSize, options })

const server = createServer((request, response) => {
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const statement = STATEMENTS.get(path)
  if (!statement) {
    response.writeHead(path === '/healthz' ? 200 : 404).end()
    return
  }
  const slug = new URLSearchParams(query).get('slug')
  pool.query<{ data: string }>({ ...statement, values: slug === null ? [] : [slug] }).then(
    ({ rows }) => {
      const body = `{"data":${rows[0]?.data ?? null}}`
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body)
    },
    (error) => response.writeHead(500).end(String(error)),
  )
})

server.listen(env.port, env.host)

process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close(() => void pool.end())
})
