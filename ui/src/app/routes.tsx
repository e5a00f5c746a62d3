import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import {
  activitySearch, alertsSearch, auditSearch, browseSearch, changesSearch, compareSearch, dashboardSearch, connectorSearch, exploreSearch, flag, panelSearch, pathsSearch, rulesSearch, sqlSearch, text, usersSearch,
} from './searchParams'
import { Shell } from './shell/Shell'
import { Home } from '@/pages/home/Home'
import { Broken } from '@/pages/Broken'
import { cameFromEnrolment } from '@/pages/enroll/trialReturn'
import { NotFound } from '@/pages/NotFound'

const root = createRootRoute({ notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({ next: text(raw, 'next') }),
  component: lazyRouteComponent(() => import('@/pages/signin/SignIn'), 'SignIn'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (raw: Record<string, unknown>): { code?: string } => ({ code: text(raw, 'code') }),
  component: lazyRouteComponent(() => import('@/pages/signin/Setup'), 'Setup'),
})

const shell = createRoute({ getParentRoute: () => root, id: 'shell', validateSearch: panelSearch, component: Shell })

const home = createRoute({ getParentRoute: () => shell, path: '/', component: Home })

const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: (raw: Record<string, unknown>): { q?: string } => ({ q: text(raw, 'q') }),
  component: lazyRouteComponent(() => import('@/pages/search/SearchPage'), 'SearchPage'),
})

const browseAll = createRoute({
  getParentRoute: () => shell,
  path: '/browse',
  beforeLoad: () => {
    throw redirect({ to: '/browse/$subKind', params: { subKind: 'okta_user' } })
  },
})

const browse = createRoute({
  getParentRoute: () => shell,
  path: '/browse/$subKind',
  validateSearch: browseSearch,
  component: lazyRouteComponent(() => import('@/pages/browse/Browse'), 'Browse'),
})

const explore = createRoute({
  getParentRoute: () => shell,
  path: '/explore',
  validateSearch: exploreSearch,
  component: lazyRouteComponent(() => import('@/pages/explore/Explore'), 'Explore'),
})

const sql = createRoute({
  getParentRoute: () => shell,
  path: '/sql',
  validateSearch: sqlSearch,
  component: lazyRouteComponent(() => import('@/pages/sql/SqlPage'), 'SqlPage'),
})

const compare = createRoute({
  getParentRoute: () => shell,
  path: '/compare',
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('@/pages/compare/Compare'), 'Compare'),
})

const ways = createRoute({
  getParentRoute: () => shell,
  path: '/paths',
  validateSearch: pathsSearch,
  component: lazyRouteComponent(() => import('@/pages/paths/Paths'), 'Paths'),
})

const standing = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards/standing',
  component: lazyRouteComponent(() => import('@/pages/dashboards/Standing'), 'Standing'),
})

const admins = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards/admins',
  validateSearch: dashboardSearch,
  component: lazyRouteComponent(() => import('@/pages/dashboards/Admins'), 'Admins'),
})

const tokens = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards/tokens',
  validateSearch: dashboardSearch,
  component: lazyRouteComponent(() => import('@/pages/dashboards/Tokens'), 'Tokens'),
})

const unused = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards/unused',
  validateSearch: dashboardSearch,
  component: lazyRouteComponent(() => import('@/pages/unused/Unused'), 'Unused'),
})

const escalation = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards/escalation',
  validateSearch: dashboardSearch,
  component: lazyRouteComponent(() => import('@/pages/escalation/Escalation'), 'Escalation'),
})

const changes = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards/changes',
  validateSearch: changesSearch,
  component: lazyRouteComponent(() => import('@/pages/changes/SinceYesterday'), 'SinceYesterday'),
})

const coverage = createRoute({
  getParentRoute: () => shell,
  path: '/coverage',
  component: lazyRouteComponent(() => import('@/pages/coverage/CoveragePage'), 'CoveragePage'),
})

const integrations = createRoute({
  getParentRoute: () => shell,
  path: '/integrations',
  component: lazyRouteComponent(() => import('@/pages/integrations/Integrations'), 'Integrations'),
})

const resumeEnroll = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/enroll/okta',
  component: lazyRouteComponent(() => import('@/pages/enroll/Enroll'), 'Resume'),
})

const formerEnroll = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/okta/new',
  beforeLoad: () => {
    throw redirect({ to: '/integrations/enroll/okta' })
  },
})

const enroll = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/enroll/okta/$step',
  validateSearch: (raw: Record<string, unknown>): { org?: string; connector?: string } => ({ org: text(raw, 'org'), connector: text(raw, 'connector') }),
  component: lazyRouteComponent(() => import('@/pages/enroll/Enroll'), 'Enroll'),
})

const status = createRoute({
  getParentRoute: () => shell,
  path: '/integrations/okta',
  validateSearch: (raw: Record<string, unknown>): { org?: string } => ({ org: text(raw, 'org') }),
  component: lazyRouteComponent(() => import('@/pages/integrations/Status'), 'Status'),
})

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('@/pages/account/Account'), 'Account'),
})

const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('@/pages/people/Users'), 'Users'),
})

const person = createRoute({
  getParentRoute: () => shell,
  path: '/users/$id',
  component: lazyRouteComponent(() => import('@/pages/people/PersonPage'), 'PersonPage'),
})

const roles = createRoute({
  getParentRoute: () => shell,
  path: '/roles',
  component: lazyRouteComponent(() => import('@/pages/roles/Roles'), 'Roles'),
})

const newRole = createRoute({
  getParentRoute: () => shell,
  path: '/roles/new',
  validateSearch: (raw: Record<string, unknown>): { like?: string } => ({ like: text(raw, 'like') }),
  component: lazyRouteComponent(() => import('@/pages/roles/RoleEditor'), 'NewRole'),
})

const role = createRoute({
  getParentRoute: () => shell,
  path: '/roles/$name',
  validateSearch: (raw: Record<string, unknown>): { edit?: true } => ({ edit: flag(raw, 'edit') }),
  component: lazyRouteComponent(() => import('@/pages/roles/RolePage'), 'RolePage'),
})

const locks = createRoute({
  getParentRoute: () => shell,
  path: '/locks',
  validateSearch: (raw: Record<string, unknown>): { make?: true } => ({ make: flag(raw, 'make') }),
  component: lazyRouteComponent(() => import('@/pages/locks/Locks'), 'Locks'),
})

const connectors = createRoute({
  getParentRoute: () => shell,
  path: '/connectors',
  component: lazyRouteComponent(() => import('@/pages/connectors/Connectors'), 'Connectors'),
})

const newConnector = createRoute({
  getParentRoute: () => shell,
  path: '/connectors/new',
  component: lazyRouteComponent(() => import('@/pages/connectors/NewConnector'), 'NewConnector'),
})

const connector = createRoute({
  getParentRoute: () => shell,
  path: '/connectors/$name',
  validateSearch: connectorSearch,
  beforeLoad: ({ params: { name }, search: { tab } }) => {
    // A trial sign-in comes back to the connector's page; one that began in the enrolment goes on there.
    if (tab === 'trial' && cameFromEnrolment(sessionStorage, name, Date.now())) throw redirect({ to: '/integrations/enroll/okta/$step', params: { step: 'sign-on' }, search: { connector: name } })
  },
  component: lazyRouteComponent(() => import('@/pages/connectors/ConnectorPage'), 'ConnectorPage'),
})

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('@/pages/audit/AuditLog'), 'AuditLog'),
})

const activity = createRoute({
  getParentRoute: () => shell,
  path: '/activity',
  validateSearch: activitySearch,
  component: lazyRouteComponent(() => import('@/pages/activity/Investigate'), 'Investigate'),
})

const identity = createRoute({
  getParentRoute: () => shell,
  path: '/activity/identity',
  validateSearch: (raw: Record<string, unknown>): { name?: string; from?: string } => ({ name: text(raw, 'name'), from: text(raw, 'from') }),
  component: lazyRouteComponent(() => import('@/pages/activity/IdentityPage'), 'IdentityPage'),
})

const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: alertsSearch,
  component: lazyRouteComponent(() => import('@/pages/alerts/Alerts'), 'Alerts'),
})

const alert = createRoute({
  getParentRoute: () => shell,
  path: '/alerts/$id',
  component: lazyRouteComponent(() => import('@/pages/alerts/AlertPage'), 'AlertPage'),
})

const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  validateSearch: rulesSearch,
  component: lazyRouteComponent(() => import('@/pages/rules/Rules'), 'Rules'),
})

const newRule = createRoute({
  getParentRoute: () => shell,
  path: '/rules/new',
  validateSearch: (raw: Record<string, unknown>): { like?: string; edit?: string } => ({ like: text(raw, 'like'), edit: text(raw, 'edit') }),
  component: lazyRouteComponent(() => import('@/pages/rules/RuleEditor'), 'RuleEditor'),
})

const rule = createRoute({
  getParentRoute: () => shell,
  path: '/rules/$id',
  component: lazyRouteComponent(() => import('@/pages/rules/RulePage'), 'RulePage'),
})

const collectors = createRoute({
  getParentRoute: () => shell,
  path: '/collectors',
  component: lazyRouteComponent(() => import('@/pages/collectors/Collectors'), 'Collectors'),
})

const importing = createRoute({
  getParentRoute: () => shell,
  path: '/collectors/import',
  component: lazyRouteComponent(() => import('@/pages/collectors/Import'), 'Import'),
})

const forwards = createRoute({
  getParentRoute: () => shell,
  path: '/forwards',
  component: lazyRouteComponent(() => import('@/pages/forwards/Forwards'), 'Forwards'),
})

const tree = root.addChildren([
  signIn,
  setup,
  shell.addChildren([
    home, search, browseAll, browse, explore, sql, compare, ways, standing, admins, tokens, unused, escalation,
    changes, coverage, integrations, resumeEnroll, formerEnroll, enroll, status, account, users, person, roles,
    newRole, role, locks, connectors, newConnector, connector, audit,
    activity, identity, alerts, alert, rules, newRule, rule, forwards, collectors, importing,
  ]),
])

export const router = createRouter({ routeTree: tree, defaultPreload: 'intent', scrollRestoration: true, defaultErrorComponent: Broken, defaultPendingComponent: () => null })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
