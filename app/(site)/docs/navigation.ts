import { routes } from '@/app/api/routes'
import type { Navigation } from '@/components/docs/docs-frame'
import { GUIDES } from './guides'
import { groupsOf, nameOfGroup } from './list-calls'

/** Every page of the documentation, for the list that stands beside each. */
export function navigation(): Navigation {
  return [
    { title: 'Guides', pages: GUIDES.map(({ slug, title }) => ({ href: `/docs/guides/${slug}`, title })) },
    {
      title: 'The API',
      pages: groupsOf(routes).map((group) => ({ href: `/docs/api/${group}`, title: nameOfGroup(group) })),
    },
    { title: 'Reference', pages: [{ href: '/docs/errors', title: 'Error codes' }] },
  ]
}
