import { Badge } from '@mantine/core'
import { humane } from '@/format/format'

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
export const STATUSES = ['open', 'in_progress', 'triaged', 'resolved', 'closed'] as const

const SEVERITY: Record<string, string> = { critical: 'red.9', high: 'orange', medium: 'brass', low: 'tide', info: 'gray' }
const STATUS: Record<string, string> = { open: 'red', in_progress: 'brass', triaged: 'tide', resolved: 'green', closed: 'gray' }

export const SeverityBadge = ({ severity }: { severity: string }) => <Badge color={SEVERITY[severity] ?? 'gray'} variant={severity === 'critical' ? 'filled' : 'light'}>{severity}</Badge>
export const StatusBadge = ({ status }: { status: string }) => <Badge color={STATUS[status] ?? 'gray'}>{humane(status)}</Badge>
