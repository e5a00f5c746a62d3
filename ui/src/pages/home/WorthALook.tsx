import { IconArrowsDiff, IconChartBar, IconHourglassEmpty, IconStairsUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import classes from './home.module.css'

const PAGES = [
  { to: '/dashboards/changes', icon: IconArrowsDiff, title: 'What changed since yesterday', text: 'Access gained and lost, people and groups that came and went.' },
  { to: '/dashboards/escalation', icon: IconStairsUp, title: 'Ways to super administrator', text: 'Who could get there without the role, and how each step is closed.' },
  { to: '/dashboards/unused', icon: IconHourglassEmpty, title: 'Unused access', text: 'Accounts nobody signs in to, idle tokens, apps without people.' },
  { to: '/dashboards/standing', icon: IconChartBar, title: 'Standing privileges', text: 'Who reaches most without asking anybody.' },
] as const

/** The dashboards that answer what nobody asked yet. */
export function WorthALook() {
  return (
    <nav className={classes.worth} aria-label="Dashboards">
      {PAGES.map(({ to, icon: Mark, title, text }) => (
        <Link key={to} to={to} className={classes.look}>
          <Mark size={20} stroke={1.7} aria-hidden="true" />
          <span><b>{title}</b><small>{text}</small></span>
        </Link>
      ))}
    </nav>
  )
}
