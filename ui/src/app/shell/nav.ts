import {
  IconArrowsDiff, IconBell, IconCalendarStats, IconChartBar, IconCompass, IconDatabaseImport, IconDatabaseSearch, IconEyeCheck, IconHome, IconHistory, IconHourglassEmpty, IconKey, IconList, IconLock,
  IconLogin2, IconPlugConnected, IconRoute, IconListSearch, IconSearch, IconSend, IconShieldBolt, IconShieldSearch, IconStairsUp, IconUserCircle, IconUserShield, IconUsers, type Icon,
} from '@tabler/icons-react'
import type { LinkProps } from '@tanstack/react-router'
import type { Permission } from '@/api/permissions'

export interface NavItem {
  to: LinkProps['to']
  /** Pages that count as this one: the beginning of their path. */
  under: string
  label: string
  icon: Icon
  /** What one must be permitted for the page to show anything. */
  needs?: Permission
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
      { to: '/search', under: '/search', label: 'Search', icon: IconSearch, needs: 'access_graph.read' },
      { to: '/browse', under: '/browse', label: 'Browse', icon: IconList, needs: 'access_graph.read' },
      { to: '/explore', under: '/explore', label: 'Explorer', icon: IconCompass, needs: 'access_graph.read' },
      { to: '/paths', under: '/paths', label: 'Paths', icon: IconRoute, needs: 'access_graph.read' },
      { to: '/compare', under: '/compare', label: 'Compare', icon: IconArrowsDiff, needs: 'access_graph.read' },
      { to: '/sql', under: '/sql', label: 'SQL editor', icon: IconDatabaseSearch, needs: 'access_graph.read' },
    ],
  },
  {
    title: 'Activity',
    items: [
      { to: '/activity', under: '/activity', label: 'Investigate', icon: IconListSearch, needs: 'activity.list' },
      { to: '/alerts', under: '/alerts', label: 'Alerts', icon: IconBell, needs: 'alert.list' },
      { to: '/rules', under: '/rules', label: 'Rules', icon: IconShieldSearch, needs: 'detection_rule.list' },
      { to: '/forwards', under: '/forwards', label: 'Forwards', icon: IconSend, needs: 'plugin.update' },
      { to: '/collectors', under: '/collectors', label: 'Collectors', icon: IconDatabaseImport, needs: 'access_graph.read' },
    ],
  },
  {
    title: 'Dashboards',
    items: [
      { to: '/dashboards/standing', under: '/dashboards/standing', label: 'Standing privileges', icon: IconChartBar, needs: 'access_graph.read' },
      { to: '/dashboards/admins', under: '/dashboards/admins', label: 'Administrators', icon: IconShieldBolt, needs: 'access_graph.read' },
      { to: '/dashboards/tokens', under: '/dashboards/tokens', label: 'API tokens', icon: IconKey, needs: 'access_graph.read' },
      { to: '/dashboards/escalation', under: '/dashboards/escalation', label: 'Ways to super admin', icon: IconStairsUp, needs: 'access_graph.read' },
      { to: '/dashboards/unused', under: '/dashboards/unused', label: 'Unused access', icon: IconHourglassEmpty, needs: 'access_graph.read' },
      { to: '/dashboards/changes', under: '/dashboards/changes', label: 'Since yesterday', icon: IconCalendarStats, needs: 'access_graph.read' },
    ],
  },
  {
    title: 'Access',
    items: [
      { to: '/users', under: '/users', label: 'Users', icon: IconUsers, needs: 'user.list' },
      { to: '/roles', under: '/roles', label: 'Roles', icon: IconUserShield, needs: 'role.list' },
      { to: '/locks', under: '/locks', label: 'Locks', icon: IconLock, needs: 'lock.list' },
      { to: '/connectors', under: '/connectors', label: 'Connectors', icon: IconLogin2, needs: 'saml.list' },
      { to: '/audit', under: '/audit', label: 'Audit log', icon: IconHistory, needs: 'event.list' },
    ],
  },
  {
    title: 'Settings',
    items: [
      { to: '/coverage', under: '/coverage', label: 'What was read', icon: IconEyeCheck, needs: 'access_graph.read' },
      { to: '/integrations', under: '/integrations', label: 'Integrations', icon: IconPlugConnected, needs: 'access_graph.read' },
      { to: '/account', under: '/account', label: 'Account', icon: IconUserCircle },
    ],
  },
]

/** The menu for somebody with these permissions: nothing that would only say that it is not permitted. */
export const navFor = (permissions: readonly string[]): NavGroup[] =>
  NAV.map((group) => ({ ...group, items: group.items.filter(({ needs }) => needs === undefined || permissions.includes(needs)) })).filter((group) => group.items.length > 0)
