import type { SmallPictureFragment, WidePictureFragment } from '../generated/graphql.ts'

// Width and height are on every image, so that nothing moves when it arrives.

/** A lead image with its caption. It is in view at once, so it is fetched before others. */
export function LeadPicture({ picture }: { picture: WidePictureFragment }) {
  const { text, altText, credit, sources, url, width, height } = picture
  return (
    <figure className="lead">
      <picture>
        {sources.map(({ type, srcSet }) => (
          <source key={type} type={type} srcSet={srcSet} sizes="(min-width: 62rem) 48rem, 100vw" />
        ))}
        <img src={url} width={width} height={height} alt={altText ?? ''} fetchPriority="high" decoding="async" />
      </picture>
      {(text ?? credit) && (
        <figcaption>
          {text} {credit && <span className="credit">{credit}</span>}
        </figcaption>
      )}
    </figure>
  )
}

/** The image of a card. The headline beside it is the link, so it is read out only if the headline does not say it. */
export function SmallPicture({ picture, sizes }: { picture: SmallPictureFragment; sizes: string }) {
  const { smallSources, smallUrl, smallWidth, smallHeight } = picture
  return (
    <picture>
      {smallSources.map(({ type, srcSet }) => (
        <source key={type} type={type} srcSet={srcSet} sizes={sizes} />
      ))}
      <img src={smallUrl} width={smallWidth} height={smallHeight} alt="" loading="lazy" decoding="async" />
    </picture>
  )
}
