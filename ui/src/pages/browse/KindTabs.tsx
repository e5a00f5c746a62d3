import { Link } from '@tanstack/react-router'
import type { KindCount } from '@/api/types'
import { compact } from '@/format/format'
import { BROWSABLE, lookOf } from '@/look/kinds'
import classes from './KindTabs.module.css'
import { Hint } from '@/look/Hint'

/** One tab a kind, each with its number; "not read" is never 0. */
export function KindTabs({ facets, current }: { facets?: readonly KindCount[]; current: string }) {
  const known = new Map(facets?.map((facet) => [facet.sub_kind, facet]))
  return (
    <nav className={classes.tabs} aria-label="Kinds">
      {BROWSABLE.map((subKind) => {
        const look = lookOf(subKind)
        const facet = known.get(subKind)
        const Mark = look.icon
        const unread = facet !== undefined && (facet.count === null || facet.count === undefined)
        return (
          <Hint key={subKind} label={facet?.not_read} disabled={!facet?.not_read}>
            <Link to="/browse/$subKind" params={{ subKind }} className={`${classes.tab} ${subKind === current ? classes.here : ''}`} aria-current={subKind === current ? 'page' : undefined}>
              <Mark size={15} color={`var(--p-${look.kind})`} aria-hidden="true" /> {look.many}
              {facet && <span className={classes.count}>{unread ? 'not read' : compact(facet.count ?? 0)}</span>}
            </Link>
          </Hint>
        )
      })}
    </nav>
  )
}
