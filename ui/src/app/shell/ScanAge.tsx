import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { integrationsQuery } from '@/api/integrations'
import { ago, atTime, percent } from '@/format/format'
import { sentence } from '@/format/sentence'
import { stateLook } from '@/look/states'
import { useNow } from '@/look/useNow'
import classes from './Shell.module.css'
import { Hint } from '@/look/Hint'

/** How old the answers are, on every page. */
export function ScanAge() {
  const { data } = useQuery(integrationsQuery)
  const now = useNow()
  const integration = data?.integrations[0]
  if (!integration) return null
  const progress = integration.scan?.progress
  const look = stateLook(integration.state)
  const taken = integration.snapshot?.taken_at
  const text =
    integration.state === 'scanning' && progress?.of
      ? `Scanning, ${percent(progress.done, progress.of)}`
      : taken
        ? `Scanned ${ago(Date.parse(taken), now)}`
        : look.label
  return (
    <Hint label={`${sentence(integration.summary)}${taken ? ` The answers are of ${atTime(taken)}.` : ''}`}>
      <Link to="/integrations/okta" className={classes.age} style={{ '--dot': look.color } as React.CSSProperties}>
        <span className={classes.dot} aria-hidden="true" /> <span className={classes.ageText}>{text}</span>
      </Link>
    </Hint>
  )
}
