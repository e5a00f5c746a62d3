import { Link } from '@tanstack/react-router'
import type { KindCount } from '@/api/types'
import { count } from '@/format/format'
import { KindIcon } from '@/look/NodeName'
import classes from './home.module.css'
import { Hint } from '@/look/Hint'

/** What the organization consists of. A class that was not read says so; it never says 0. */
export function Counts({ counts }: { counts: readonly KindCount[] }) {
  return (
    <nav className={classes.counts} aria-label="Browse by kind">
      {counts.filter((row) => row.sub_kind !== 'okta_org').map((row) => {
        const known = row.count !== null && row.count !== undefined
        return (
          <Hint key={row.sub_kind} label={row.not_read} disabled={!row.not_read}>
            <Link to="/browse/$subKind" params={{ subKind: row.sub_kind }} className={classes.count}>
              <KindIcon subKind={row.sub_kind} kind={row.kind} size={17} />
              <span>
                <b>{known ? count(row.count ?? 0) : 'not read'}{known && row.not_read ? '+' : ''}</b>
                <small>{row.label}</small>
              </span>
            </Link>
          </Hint>
        )
      })}
    </nav>
  )
}
