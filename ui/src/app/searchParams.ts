import type { AuditQuestion } from '@/api/audit'

/** What any page may carry in its address: the node whose drawer is open, the drawer's tab, the order of its table. */
export interface PanelSearch {
  panel?: string
  tab?: string
  order?: string
}

type Raw = Record<string, unknown>

/** A non-empty text, or nothing. Numbers come through because a link may have been typed without quotes. */
export function text(raw: Raw, key: string): string | undefined {
  const value = raw[key]
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** One of the allowed words, or nothing. */
export function word<T extends string>(raw: Raw, key: string, allowed: readonly T[]): T | undefined {
  const value = text(raw, key)
  return allowed.find((candidate) => candidate === value)
}

/** A list of texts, given as a list or as one text; nothing when empty. */
export function list(raw: Raw, key: string): string[] | undefined {
  const value = raw[key]
  const items = (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string' && item !== '')
  return items.length > 0 ? [...new Set(items)] : undefined
}

/** True only when the address says so. */
export function flag(raw: Raw, key: string): true | undefined {
  return raw[key] === true || raw[key] === 'true' || raw[key] === 1 ? true : undefined
}

export const panelSearch = (raw: Raw): PanelSearch => ({ panel: text(raw, 'panel'), tab: text(raw, 'tab'), order: text(raw, 'order') })

/** Where the Explorer looks. Every list narrows; several values in one list widen. */
export interface ExploreSearch {
  identity?: string[]
  group?: string[]
  resource?: string[]
  /** Words of `action_type`: membership, assignment, admin_role, credential, oauth_scope. */
  how?: string[]
  /** Nodes whose connections are drawn; with it the picture shows connections and not ways. */
  around?: string[]
  /** Folds that the reader opened. */
  open?: string[]
  as?: 'table'
}

export const exploreSearch = (raw: Raw): ExploreSearch => ({
  identity: list(raw, 'identity'),
  group: list(raw, 'group'),
  resource: list(raw, 'resource'),
  how: list(raw, 'how'),
  around: list(raw, 'around'),
  open: list(raw, 'open'),
  as: word(raw, 'as', ['table'] as const),
})

export interface BrowseSearch {
  q?: string
  status?: string
  sort?: string
  hide?: string[]
}

export const browseSearch = (raw: Raw): BrowseSearch => ({
  q: text(raw, 'q'),
  status: text(raw, 'status'),
  sort: text(raw, 'sort'),
  hide: list(raw, 'hide'),
})

export interface SqlSearch {
  sql?: string
  /** Run as soon as the page opens: set by cards and saved links, never by typing. */
  run?: true
  view?: 'graph'
  as_of?: string
}

export const sqlSearch = (raw: Raw): SqlSearch => ({
  sql: text(raw, 'sql'),
  run: flag(raw, 'run'),
  view: word(raw, 'view', ['graph'] as const),
  as_of: text(raw, 'as_of'),
})

export interface PathsSearch {
  mode?: 'blast'
  from?: string
  to?: string
  node?: string
  /** Who comes to control the node, instead of what it leads to. */
  who?: true
  worst?: true
}

export const pathsSearch = (raw: Raw): PathsSearch => ({
  mode: word(raw, 'mode', ['blast'] as const),
  from: text(raw, 'from'),
  to: text(raw, 'to'),
  node: text(raw, 'node'),
  who: flag(raw, 'who'),
  worst: flag(raw, 'worst'),
})

/** A dashboard: which of its tiles is pressed, and the row that is looked at. */
export interface DashboardSearch {
  only?: string
  who?: string
}

export const dashboardSearch = (raw: Raw): DashboardSearch => ({ only: text(raw, 'only'), who: text(raw, 'who') })

export interface ChangesSearch {
  what?: string
  show?: 'gained' | 'lost'
}

export const changesSearch = (raw: Raw): ChangesSearch => ({ what: text(raw, 'what'), show: word(raw, 'show', ['gained', 'lost'] as const) })

export interface CompareSearch {
  from?: string
  to?: string
  /** A class of changes that is shown alone. */
  what?: string
  show?: 'gained' | 'lost'
}

export const compareSearch = (raw: Raw): CompareSearch => ({
  from: text(raw, 'from'),
  to: text(raw, 'to'),
  what: text(raw, 'what'),
  show: word(raw, 'show', ['gained', 'lost'] as const),
})

export interface UsersSearch {
  q?: string
  origin?: 'local' | 'sso' | 'okta'
  state?: 'active' | 'locked' | 'inactive'
  role?: string
  org?: string
  connector?: string
}

export const usersSearch = (raw: Raw): UsersSearch => ({
  q: text(raw, 'q'),
  origin: word(raw, 'origin', ['local', 'sso', 'okta'] as const),
  state: word(raw, 'state', ['active', 'locked', 'inactive'] as const),
  role: text(raw, 'role'),
  org: text(raw, 'org'),
  connector: text(raw, 'connector'),
})

/** The link of the audit log is the question that it asks. */
export const auditSearch = (raw: Raw): AuditQuestion => ({
  q: text(raw, 'q'),
  actor: text(raw, 'actor'),
  about: text(raw, 'about'),
  target: text(raw, 'target'),
  outcome: word(raw, 'outcome', ['success', 'failure'] as const),
  from: text(raw, 'from'),
  until: text(raw, 'until'),
})

export const connectorSearch = (raw: Raw): { tab?: 'trial' | 'settings' } => ({ tab: word(raw, 'tab', ['trial', 'settings'] as const) })

/** A question about events, and the event that is looked at. */
export interface ActivitySearch {
  q?: string
  from?: string
  until?: string
  event?: string
  live?: true
}

export const activitySearch = (raw: Raw): ActivitySearch => ({ q: text(raw, 'q'), from: text(raw, 'from'), until: text(raw, 'until'), event: text(raw, 'event'), live: flag(raw, 'live') })

export interface AlertsSearch {
  status?: string
  severity?: string
  rule?: string
  /** A person; not `identity`, which the explorer's links use for node ids. */
  who?: string
  q?: string
  /** MITRE tactics, with commas. */
  tactic?: string
  /** Last seen since: a time or a span before now. */
  from?: string
}

export const alertsSearch = (raw: Raw): AlertsSearch => ({ tactic: text(raw, 'tactic'), from: text(raw, 'from'), status: text(raw, 'status'), severity: text(raw, 'severity'), rule: text(raw, 'rule'), who: text(raw, 'who'), q: text(raw, 'q') })

export const rulesSearch = (raw: Raw): { q?: string; source?: string; state?: 'on' | 'off' | 'tuned' | 'own' } => ({ q: text(raw, 'q'), source: text(raw, 'source'), state: word(raw, 'state', ['on', 'off', 'tuned', 'own'] as const) })
