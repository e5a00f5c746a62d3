/** An API token of Okta as the dashboard shows it. */
export interface OktaToken {
  id: string
  name: string
  ownerId?: string
  owner?: string
  ownerStatus?: string
  /** Administrator roles of the owner. */
  roles: string[]
  created?: string
  lastUsed?: string
  expires?: string
  /** Whether it works from anywhere. */
  anywhere: boolean
}

type Row = Record<string, unknown>

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Tokens with the roles of their owners; `roles` has one row an identity and role. */
export function tokensOf(tokens: readonly Row[], roles: readonly Row[]): OktaToken[] {
  const held = new Map<string, Set<string>>()
  for (const row of roles) {
    const native = String(row['identity_id'] ?? '').split('/').at(-1) ?? ''
    held.set(native, (held.get(native) ?? new Set()).add(String(row['action'] ?? '')))
  }
  return tokens.map((row) => ({
    id: String(row['id']),
    name: text(row['name']) ?? String(row['id']),
    ownerId: text(row['owner_id']),
    owner: text(row['owner_login']) ?? text(row['owner_id']),
    ownerStatus: text(row['owner_status']),
    roles: [...(held.get(String(row['owner_id'])) ?? [])].sort(),
    created: text(row['created']),
    lastUsed: text(row['last_updated']),
    expires: text(row['expires']),
    anywhere: row['network_connection'] !== 'ZONE',
  }))
}

const DAY = 86_400_000

/** What is worth a look, each with its test. `now` in milliseconds. */
export const CONCERNS = {
  super: (token: OktaToken) => token.roles.some((role) => /^super admin/i.test(role)),
  old: (token: OktaToken, now: number) => token.created !== undefined && now - Date.parse(token.created) > 365 * DAY,
  unused: (token: OktaToken, now: number) => token.lastUsed !== undefined && now - Date.parse(token.lastUsed) > 30 * DAY,
  orphan: (token: OktaToken) => token.ownerStatus !== undefined && token.ownerStatus !== 'ACTIVE',
  anywhere: (token: OktaToken) => token.anywhere,
} as const

export type Concern = keyof typeof CONCERNS
