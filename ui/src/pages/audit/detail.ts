import type { AuditEntry } from '@/api/audit'
import { humane } from '@/format/format'

/** What the detail of an entry says, by name; texts that are no object stand alone. */
export function detailFacts(detail: string | null | undefined): Record<string, string> {
  if (!detail) return {}
  try {
    const parsed: unknown = JSON.parse(detail)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return { Detail: detail }
    return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== null && value !== '').map(([name, value]) => [humane(name), wordsOf(value)]))
  } catch {
    return { Detail: detail }
  }
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.length === 0 ? 'none' : value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** `user.second_factor.remove` → `user second factor remove`: read as words, searched as it is. */
export const actionWords = (action: string): string => action.replaceAll(/[._]/g, ' ')

export interface AuditFilter {
  q?: string
  /** The kind of thing that was done: what stands before the first dot. */
  about?: string
  outcome?: 'success' | 'failure'
}

/** Entries that a filter lets through; words are searched in everything that an entry says. */
export function matching(entries: readonly AuditEntry[], { q, about, outcome }: AuditFilter): AuditEntry[] {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    if (about && entry.action.split('.')[0] !== about) return false
    if (outcome && entry.outcome !== outcome) return false
    const text = `${entry.actor} ${entry.action} ${entry.target ?? ''} ${entry.detail ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
