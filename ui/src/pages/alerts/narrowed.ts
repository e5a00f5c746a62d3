import { humane } from '@/format/format'

const SPANS: Record<string, string> = { '24h': 'in the last 24 hours', '1d': 'in the last 24 hours', '7d': 'in the last 7 days', '30d': 'in the last 30 days', '90d': 'in the last 90 days' }

/** What a link narrowed the list of alerts to, in words; nothing when it shows all. */
export function narrowed({ rule, who, tactic, from }: { rule?: string; who?: string; tactic?: string; from?: string }): string | undefined {
  const parts = [
    rule && `of the rule ${rule}`,
    who && `about ${who}`,
    tactic && `of ${tactic.split(',').map((one) => humane(one).toLowerCase()).join(' or ')}`,
    from && (SPANS[from] ?? `since ${from}`),
  ].filter(Boolean)
  return parts.length > 0 ? `Only ${parts.join(', ')}` : undefined
}
