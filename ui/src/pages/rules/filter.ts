import type { RuleRow } from '@/api/detections'

export interface RuleFilter {
  q?: string
  source?: string
  state?: 'on' | 'off' | 'tuned' | 'own'
}

/** Rules that a filter lets through. A rule without sources reads all of them. */
export function matching(rules: readonly RuleRow[], { q, source, state }: RuleFilter): RuleRow[] {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return rules.filter((rule) => {
    if (source && rule.sources.length > 0 && !rule.sources.includes(source)) return false
    if (state === 'on' && !rule.enabled) return false
    if (state === 'off' && rule.enabled) return false
    if (state === 'tuned' && !rule.tuned) return false
    if (state === 'own' && rule.origin !== 'own') return false
    const text = [rule.id, rule.title, rule.kind, ...rule.tactics, ...rule.techniques].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Values of a parameter as the API takes them: numbers as numbers, several as a list. */
export function parameterValue(texts: readonly string[]): unknown {
  const typed = texts.map((text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text))
  return typed.length === 1 ? typed[0] : typed
}

/** The selection of an exception as it was written; a mistake in words. */
export function selection(text: string): { when: Record<string, unknown> } | { problem: string } {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && Object.keys(parsed).length > 0) return { when: parsed as Record<string, unknown> }
    return { problem: 'Write columns with their values, for example {"ip|cidr": "192.0.2.0/24"}' }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'This is no JSON' }
  }
}
