/** What a class of the scan is needed for; and what the credential needs for it. */
export interface Cost {
  /** What nobody can see here while it is not read. */
  without: string
  /** Kinds of nodes that it fills. */
  lists?: string[]
  /** OAuth scope that reads it. */
  scope?: string
}

/** By class. What is not listed costs its own list. */
export const COSTS: Record<string, Cost> = {
  users: { without: 'People, and everything they reach', lists: ['okta_user'], scope: 'okta.users.read' },
  groups: { without: 'Groups, and access through them', lists: ['okta_group'], scope: 'okta.groups.read' },
  apps: { without: 'Apps, service apps, and who reaches them', lists: ['okta_app', 'service_app'], scope: 'okta.apps.read' },
  memberships: { without: 'Who is in which group, and every access through groups', lists: ['okta_group'], scope: 'okta.groups.read' },
  app_users: { without: 'Apps that people are assigned directly', lists: ['okta_app'], scope: 'okta.apps.read' },
  app_groups: { without: 'Apps that groups give', lists: ['okta_app', 'okta_group'], scope: 'okta.apps.read' },
  roles: { without: 'Permissions of custom roles', lists: ['okta_role'], scope: 'okta.roles.read' },
  resource_sets: { without: 'What custom roles are over', lists: ['okta_resource_set'], scope: 'okta.roles.read' },
  user_roles: { without: 'Administrators by their own role, and ways to super administrator', lists: ['okta_role'], scope: 'okta.roles.read' },
  group_roles: { without: 'Administrators through groups, and ways to super administrator', lists: ['okta_role'], scope: 'okta.roles.read' },
  client_roles: { without: 'Service apps that are administrators', lists: ['service_app'], scope: 'okta.roles.read' },
  api_tokens: { without: 'API tokens, their owners and what they can do', lists: ['api_token'], scope: 'okta.apiTokens.read' },
  group_rules: { without: 'Why somebody is in a group by rule', lists: ['okta_group_rule'], scope: 'okta.groups.read' },
  group_owners: { without: 'Who may change the members of a group', lists: ['okta_group'], scope: 'okta.groups.read' },
  grants: { without: 'What service apps may call', lists: ['service_app'], scope: 'okta.appGrants.read' },
  client_secrets: { without: 'Secrets that sign in as a service app', lists: ['client_secret'], scope: 'okta.apps.read' },
  client_keys: { without: 'Keys that sign in as a service app', lists: ['client_key'], scope: 'okta.apps.read' },
  identity_providers: { without: 'Who else may vouch for people', lists: ['okta_identity_provider'], scope: 'okta.idps.read' },
  policies: { without: 'How people must sign in', lists: ['okta_policy'], scope: 'okta.policies.read' },
  network_zones: { without: 'From where tokens and people may come', lists: ['okta_network_zone'], scope: 'okta.networkZones.read' },
}

/** A scan that is kept, with what it read; newest first. */
export interface Read {
  at: string
  readings: ReadonlyMap<string, string>
}

/**
 * Since when a class is not read whole: the oldest scan of the unbroken row that begins with the newest. `whole` is the
 * last scan that read it whole, if one is kept.
 */
export function gapSince(scans: readonly Read[], name: string): { since?: string; whole?: string } {
  const last = scans.findIndex((scan) => scan.readings.get(name) === 'whole')
  if (last === 0) return {}
  return { since: scans[last === -1 ? scans.length - 1 : last - 1]?.at, whole: last === -1 ? undefined : scans[last]?.at }
}
