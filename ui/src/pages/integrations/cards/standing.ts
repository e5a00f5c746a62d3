import type { Schemas } from '@/api/client'
import { count, counted } from '@/format/format'

/** A component's state as a word and its colour. */
export interface Look {
  word: string
  color: string
}

export interface Failed {
  at: string
  message: string
  advice?: string | null
  /** Nothing went well since. */
  isOpen: boolean
}

const later = (one: string, other: string | null | undefined) => !other || Date.parse(one) > Date.parse(other)

/** The newest failure of some components in the error log, judged by the last time that all went well. */
export function newestFault(errors: readonly Schemas['ComponentError'][], components: readonly string[], wentWell: string | null | undefined): Failed | undefined {
  const [newest] = errors.filter((one) => components.includes(one.component)).toSorted((a, b) => Date.parse(b.last_at) - Date.parse(a.last_at))
  return newest && { at: newest.last_at, message: newest.message, advice: newest.advice, isOpen: later(newest.last_at, wentWell) }
}

const WELL = new Set(['done', 'nothing'])

/** The last run of user sync that came to its end, however little there was to do. */
export const lastGoodRun = <T extends { outcome: string }>(runs: readonly T[]): T | undefined => runs.find((run) => WELL.has(run.outcome))

/** How user sync stands: a run that waits for a person comes before a failure, and both before “on”. */
export function syncLook({ settings, runs, is_held }: { settings: { enabled?: boolean }; runs: readonly { outcome: string }[]; is_held: boolean }): Look {
  if (is_held) return { word: 'held', color: 'red' }
  if (!settings.enabled) return { word: 'off', color: 'gray' }
  return runs[0]?.outcome === 'failed' ? { word: 'failing', color: 'red' } : { word: 'on', color: 'green' }
}

/** Whom user sync keeps in step. */
export function syncsWhom({ scope, app, groups }: Partial<Schemas['UserSyncSettings']>): string {
  if (scope === 'all') return 'everybody in the organization'
  if (scope === 'groups') return `members of ${(groups ?? []).join(', ') || 'no group yet'}`
  return app ? `people assigned to ${app}` : 'people of an app that is not chosen yet'
}

const COLLECTOR: Record<string, Look> = {
  following: { word: 'following', color: 'green' }, history: { word: 'reading history', color: 'tide' }, waiting: { word: 'waiting', color: 'gray' }, failing: { word: 'failing', color: 'red' }, off: { word: 'off', color: 'gray' },
}

/** How the reading of a log stands. */
export const collectorLook = (state: string): Look => COLLECTOR[state] ?? { word: state.replaceAll('_', ' '), color: 'gray' }

/** When the System Log is read next. */
export function logPace(seconds: number | null | undefined): string {
  if (seconds === 0) return 'not planned'
  return seconds === null || seconds === undefined ? 'by itself, as often as the server is set' : `every ${counted(seconds, 'second')}`
}

/** The collector of an organization's log: told by host, since one has an address and the other may not. */
export function ofOrg<T extends { source: string; org: string }>(collectors: readonly T[], orgUrl: string): T | undefined {
  const okta = collectors.filter((one) => one.source === 'okta')
  const host = (text: string) => text.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return okta.find((one) => host(one.org) === host(orgUrl)) ?? (okta.length === 1 ? okta[0] : undefined)
}

/** What a filter takes, in words. */
export function filterWords({ include = [], exclude = [] }: Partial<Schemas['NameFilter']>): string {
  const taken = include.length === 0 ? 'all' : include.join(', ')
  return exclude.length === 0 ? taken : `${taken}, without ${exclude.join(', ')}`
}

/** What a scan read, over all classes. */
export function readWords(rows: readonly Schemas['CoverageRow'][]): string | undefined {
  if (rows.length === 0) return undefined
  const short = rows.filter((row) => row.reading !== 'whole').length
  const objects = rows.reduce((sum, row) => sum + row.rows, 0)
  return `${counted(objects, 'row')} of ${counted(rows.length, 'class', 'classes')}${short > 0 ? `, ${count(short)} of them not whole` : ', each whole'}`
}
