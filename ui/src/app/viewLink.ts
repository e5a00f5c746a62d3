import type { LinkProps } from '@tanstack/react-router'
import type { ViewLink } from '@/api/types'

/** Where a link of the API leads in this application. */
export function target(link: ViewLink): Pick<LinkProps, 'to' | 'params' | 'search'> {
  switch (link.to) {
    case 'sql':
      return { to: '/sql', search: { sql: link.sql, run: true } as never }
    case 'browse':
      return { to: '/browse/$subKind', params: { subKind: link.sub_kind } as never }
    case 'node':
      return { to: '/explore', search: { around: [link.id], panel: link.id } as never }
    case 'activity':
      return { to: '/activity', search: { q: link.q, from: link.from } as never }
    case 'alerts':
      return { to: '/alerts', search: { status: 'all', tactic: link.tactic, from: link.from } as never }
  }
}
