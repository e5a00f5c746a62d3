import {
  IconApps, IconAppWindow, IconBuilding, IconKey, IconRobot, IconRoute, IconShieldBolt, IconStack2, IconUser,
  IconUsersGroup, IconWorld, IconPlugConnected, IconGavel, IconArrowsShuffle, IconLockPassword, type Icon,
} from '@tabler/icons-react'

/** How one sub-kind of node is named and drawn. */
export interface KindLook {
  one: string
  many: string
  icon: Icon
  /** The SQL word, which also picks the colour. */
  kind: string
}

const LOOKS: Record<string, KindLook> = {
  okta_user: { one: 'User', many: 'Users', icon: IconUser, kind: 'identity' },
  service_app: { one: 'Service app', many: 'Service apps', icon: IconRobot, kind: 'identity' },
  okta_group: { one: 'Group', many: 'Groups', icon: IconUsersGroup, kind: 'identity_group' },
  okta_app: { one: 'App', many: 'Apps', icon: IconAppWindow, kind: 'resource' },
  okta_role: { one: 'Role', many: 'Roles', icon: IconShieldBolt, kind: 'action' },
  okta_resource_set: { one: 'Resource set', many: 'Resource sets', icon: IconStack2, kind: 'resource_group' },
  api_token: { one: 'API token', many: 'API tokens', icon: IconKey, kind: 'credential' },
  client_secret: { one: 'Client secret', many: 'Client secrets', icon: IconLockPassword, kind: 'credential' },
  client_key: { one: 'Client key', many: 'Client keys', icon: IconKey, kind: 'credential' },
  okta_group_rule: { one: 'Group rule', many: 'Group rules', icon: IconArrowsShuffle, kind: 'resource' },
  okta_identity_provider: { one: 'Identity provider', many: 'Identity providers', icon: IconPlugConnected, kind: 'resource' },
  okta_policy: { one: 'Policy', many: 'Policies', icon: IconGavel, kind: 'resource' },
  okta_network_zone: { one: 'Network zone', many: 'Network zones', icon: IconWorld, kind: 'resource' },
  okta_org: { one: 'Organization', many: 'Organizations', icon: IconBuilding, kind: 'organization' },
}

const ACTIONS: Record<string, KindLook> = {
  membership: { one: 'Membership', many: 'Memberships', icon: IconUsersGroup, kind: 'action' },
  assignment: { one: 'Assignment', many: 'Assignments', icon: IconAppWindow, kind: 'action' },
  admin_role: { one: 'Admin role', many: 'Admin roles', icon: IconShieldBolt, kind: 'action' },
  credential: { one: 'Credential', many: 'Credentials', icon: IconKey, kind: 'action' },
  oauth_scope: { one: 'OAuth scope', many: 'OAuth scopes', icon: IconRoute, kind: 'action' },
}

const MIXED: Record<string, KindLook> = {
  identity: { one: 'Identity', many: 'Identities', icon: IconUser, kind: 'identity' },
  identity_group: { one: 'Group', many: 'Groups', icon: IconUsersGroup, kind: 'identity_group' },
  resource_group: { one: 'Resource set', many: 'Resource sets', icon: IconStack2, kind: 'resource_group' },
}

/** The look of a sub-kind; of one not known here, its own name in the colour of its kind. */
export function lookOf(subKind: string, kind = 'resource'): KindLook {
  if (subKind === '' && MIXED[kind]) return MIXED[kind]
  const words = (subKind || kind).replace(/^okta_/, '').replaceAll('_', ' ')
  const one = words.charAt(0).toUpperCase() + words.slice(1)
  return LOOKS[subKind] ?? ACTIONS[subKind] ?? { one, many: `${one}s`, icon: IconApps, kind }
}

/** `3 apps`, `1 group`: how a fold is named. */
export const countedKind = (amount: number, subKind: string, kind: string): string => {
  const look = lookOf(subKind, kind)
  return `${amount.toLocaleString('en-US')} ${inSentence(amount === 1 ? look.one : look.many)}`
}

/** `Group rules` → `group rules`; `API tokens` stays. */
export const inSentence = (words: string): string => (/^[A-Z]{2}/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1))

/** What Browse offers, in the order of its menu. */
export const BROWSABLE = [
  'okta_user', 'service_app', 'okta_group', 'okta_app', 'okta_role', 'okta_resource_set', 'api_token', 'client_secret',
  'client_key', 'okta_group_rule', 'okta_identity_provider', 'okta_policy', 'okta_network_zone',
] as const
