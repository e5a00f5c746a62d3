import type { HomeView } from '@/api/types'
import { count } from '@/format/format'
import { Empty } from '@/look/Empty'
import { NodeName } from '@/look/NodeName'
import { Panel } from '@/look/Panel'
import classes from './home.module.css'
import { LinkButton } from '@/look/links'

/** Identities that reach most without asking anybody. */
export function TopStanding({ rows }: { rows: HomeView['top_standing'] }) {
  const most = Math.max(1, ...rows.map((row) => row.standing_privileges))
  return (
    <Panel title="Most standing privileges" h="100%" actions={<LinkButton to="/dashboards/standing" size="compact-sm" variant="subtle">All</LinkButton>}>
      {rows.length === 0 && <Empty title="Nothing to rank yet">The ranking appears with the first whole scan.</Empty>}
      {rows.map((row) => (
        <div key={row.node.id} className={classes.bar}>
          <NodeName node={row.node} link />
          <div className={classes.track} aria-hidden="true"><div className={classes.fill} style={{ width: `${(100 * row.standing_privileges) / most}%` }} /></div>
          <span className="num" style={{ textAlign: 'right' }}>{count(row.standing_privileges)}</span>
        </div>
      ))}
    </Panel>
  )
}
