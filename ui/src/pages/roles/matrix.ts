import type { RoleConditions, RoleRule } from '@/api/roles'

/** Every kind, or every verb, also those that later versions bring. */
export const EVERY = '*'

/** What a role says of a verb on a kind. */
export type Say = 'allow' | 'deny' | 'none'

/** Whether rules speak of a verb on a kind. An empty list means every one. */
export const covers = (rules: readonly RoleRule[], kind: string, verb: string): boolean =>
  rules.some((rule) => (rule.resources.length === 0 || rule.resources.includes(kind)) && (rule.verbs.length === 0 || rule.verbs.includes(verb)))

/** What the two halves of a role come to: a denial wins. */
export function says(allow: readonly RoleRule[], deny: readonly RoleRule[], kind: string, verb: string): Say {
  if (covers(deny, kind, verb)) return 'deny'
  return covers(allow, kind, verb) ? 'allow' : 'none'
}

/** Marks of an editor: `kind.verb`, where each may be `*`. */
export type Marks = ReadonlySet<string>

export const mark = (kind: string, verb: string): string => `${kind}.${verb}`

export const marksOf = (rules: readonly RoleRule[]): Marks =>
  new Set(rules.flatMap((rule) => orEvery(rule.resources).flatMap((kind) => orEvery(rule.verbs).map((verb) => mark(kind, verb)))))

const orEvery = (words: readonly string[]): readonly string[] => (words.length === 0 ? [EVERY] : words)

/** Whether another, wider mark says it already. */
export const implied = (marks: Marks, kind: string, verb: string): boolean =>
  [mark(EVERY, EVERY), mark(kind, EVERY), mark(EVERY, verb)].some((wider) => wider !== mark(kind, verb) && marks.has(wider))

/** Rules that say what the marks say: kinds with the same verbs share one. */
export function rulesOf(marks: Marks, kinds: readonly string[], verbs: readonly string[]): RoleRule[] {
  const byVerbs = new Map<string, RoleRule>()
  for (const kind of [EVERY, ...kinds]) {
    const own = [EVERY, ...verbs].filter((verb) => marks.has(mark(kind, verb)) && !implied(marks, kind, verb))
    if (own.length === 0) continue
    const key = `${kind === EVERY} ${own.join(' ')}`
    const rule = byVerbs.get(key) ?? { resources: [], verbs: own.includes(EVERY) ? [] : own }
    if (kind !== EVERY) rule.resources.push(kind)
    byVerbs.set(key, rule)
  }
  return [...byVerbs.values()]
}

/** What a click does: nothing, permitted, forbidden, nothing. */
export const nextSay = (say: Say): Say => (say === 'none' ? 'allow' : say === 'allow' ? 'deny' : 'none')

/** The marks with one set or taken away. */
export function withMark(marks: Marks, kind: string, verb: string, present: boolean): Marks {
  const next = new Set(marks)
  if (present) next.add(mark(kind, verb))
  else next.delete(mark(kind, verb))
  return next
}

/** `{ env: ['prod'] }` as lines that can be edited, and back; lines without a key are left out. */
export interface LabelLine {
  key: string
  patterns: string[]
}

export const labelLines = (labels: RoleConditions['app_labels']): LabelLine[] => Object.entries(labels ?? {}).map(([key, patterns]) => ({ key, patterns }))

export const labelsOf = (lines: readonly LabelLine[]): Record<string, string[]> =>
  Object.fromEntries(lines.filter(({ key }) => key.trim() !== '').map(({ key, patterns }) => [key.trim(), patterns.length === 0 ? ['*'] : patterns]))

/** `2 h`, `12 h 30 min`; from seconds. */
export function lasting(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.round((seconds % 3600) / 60)
  return [hours > 0 && `${hours} h`, (minutes > 0 || hours === 0) && `${minutes} min`].filter(Boolean).join(' ')
}

/** Said wherever labels and roles to ask for are shown. */
export const NOT_READ_YET = 'Labels of apps and groups, roles to ask for and roles whose requests to decide are kept, and nothing reads them yet: they begin to count with access requests and Access Lists. Until then only the permissions of the table decide.'
