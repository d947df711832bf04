/** Paths of the newsroom's former system, and the slugs of the English articles that they lead to. */
export const redirects: readonly { path: string; slug: string }[] = [
  { path: '/2016/03/12/hamas-cairo', slug: 'senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties' },
]
