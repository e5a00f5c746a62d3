import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { openAlertsQuery } from '@/api/detections'
import { compact } from '@/format/format'
import classes from './Shell.module.css'

/** How many alerts nobody has taken up yet, beside their page in the menu; nothing when there are none. */
export function AlertsWaiting() {
  const { data } = useQuery(openAlertsQuery)
  if (!data) return null
  return <span className={classes.waiting}>{compact(data)}<VisuallyHidden> open</VisuallyHidden></span>
}
