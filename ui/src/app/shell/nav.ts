import {
  IconArrowsDiff, IconCalendarStats, IconChartBar, IconCompass, IconDatabaseSearch, IconEyeCheck, IconHome, IconHourglassEmpty, IconKey, IconList, IconPlugConnected, IconRoute,
  IconSearch, IconShieldBolt, IconStairsUp, IconUserCircle, type Icon,
} from '@tabler/icons-react'
import type { LinkProps } from '@tanstack/react-router'

export interface NavItem {
  to: LinkProps['to']
  /** Pages that count as this one: the beginning of their path. */
  under: string
  label: string
  icon: Icon
}

export interface NavGroup {
  title?: string
  items: NavItem[]
}

export const NAV: NavGroup[] = [
  { items: [{ to: '/', under: '/', label: 'Home', icon: IconHome }] },
  {
    title: 'Access graph',
    items: [
      { to: '/search', under: '/search', label: 'Search', icon: IconSearch },
      { to: '/browse', under: '/browse', label: 'Browse', icon: IconList },
      { to: '/explore', under: '/explore', label: 'Explorer', icon: IconCompass },
      { to: '/paths', under: '/paths', label: 'Paths', icon: IconRoute },
      { to: '/compare', under: '/compare', label: 'Compare', icon: IconArrowsDiff },
      { to: '/sql', under: '/sql', label: 'SQL editor', icon: IconDatabaseSearch },
    ],
  },
  {
    title: 'Dashboards',
    items: [
      { to: '/dashboards/standing', under: '/dashboards/standing', label: 'Standing privileges', icon: IconChartBar },
      { to: '/dashboards/admins', under: '/dashboards/admins', label: 'Administrators', icon: IconShieldBolt },
      { to: '/dashboards/tokens', under: '/dashboards/tokens', label: 'API tokens', icon: IconKey },
      { to: '/dashboards/escalation', under: '/dashboards/escalation', label: 'Ways to super admin', icon: IconStairsUp },
      { to: '/dashboards/unused', under: '/dashboards/unused', label: 'Unused access', icon: IconHourglassEmpty },
      { to: '/dashboards/changes', under: '/dashboards/changes', label: 'Since yesterday', icon: IconCalendarStats },
    ],
  },
  {
    title: 'Settings',
    items: [
      { to: '/coverage', under: '/coverage', label: 'What was read', icon: IconEyeCheck },
      { to: '/integrations', under: '/integrations', label: 'Integrations', icon: IconPlugConnected },
      { to: '/account', under: '/account', label: 'Account', icon: IconUserCircle },
    ],
  },
]
