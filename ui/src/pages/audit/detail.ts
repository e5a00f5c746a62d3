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
