import type { SyncSettings } from '@/api/provision'
import { count, counted } from '@/format/format'

interface ScimSet {
  purge_after_days: number
  requests_per_s: number
}

/** What a change of SCIM's settings does, in sentences; none when nothing changes. */
export function scimEffects(saved: ScimSet, wanted: ScimSet): string[] {
  const effects: string[] = []
  const { purge_after_days: days, requests_per_s: calls } = wanted
  if (days !== saved.purge_after_days) {
    effects.push(days === 0
      ? 'Whom Okta deactivates from now on is locked and their record removed at once, so Okta cannot read it afterwards.'
      : `Whom Okta deactivates from now on stays on record, locked, for ${counted(days, 'day')}. Those who are deactivated already keep their date.`)
  }
  if (calls !== saved.requests_per_s) {
    effects.push(calls === 0 ? 'Calls of Okta are answered however many come.' : `More than ${counted(calls, 'call')} a second for longer than some seconds are refused with 429, and Okta tries them again later.`)
  }
  return effects
}

/** What a change of user sync's role or days does; whom it is about tells the plan. */
export function syncEffects(saved: Partial<SyncSettings>, wanted: Partial<SyncSettings>): string[] {
  const effects: string[] = []
  const role = wanted.role ?? null
  if (role !== (saved.role ?? null)) {
    effects.push(role === null ? 'Whom user sync makes from now on has no role of it, and may do nothing here but for what a sign-in gives. Whoever has one keeps it.' : `Whom user sync makes from now on gets the role ${role}. Whoever has a role keeps it.`)
  }
  const days = wanted.purge_days ?? 30
  if (days !== (saved.purge_days ?? 30)) {
    effects.push(days === 0 ? 'Records of people whom user sync makes inactive go with the same run.' : `Records of people whom user sync makes inactive from now on go after ${counted(days, 'day')}. Those who are inactive already keep their date.`)
  }
  const percent = wanted.brake_percent ?? 20
  if (percent !== (saved.brake_percent ?? 20)) effects.push(`A run that takes the access of more than ${percent}% of the people waits for your word.`)
  const people = wanted.brake_count ?? null
  if (people !== (saved.brake_count ?? null)) effects.push(people === null ? 'No number of people stops a run, only the share.' : `A run that takes the access of more than ${count(people)} people waits for your word.`)
  if (!(wanted.enabled ?? false) && (saved.enabled ?? false)) effects.push('People are not kept in step any more: who leaves Okta stays active here until locked by hand or by SCIM.')
  return effects
}
