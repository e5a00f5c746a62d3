import type { SyncPlan, SyncSettings } from '@/api/provision'

const whom = ({ scope, app, groups }: Partial<SyncSettings>) => JSON.stringify([scope ?? 'app', app ?? null, groups ?? []])

/** Whether a change decides about people's access, so that its plan is to be looked at before it is saved. */
export const mustLookFirst = (saved: Partial<SyncSettings>, wanted: Partial<SyncSettings>): boolean =>
  (wanted.enabled ?? false) && (!(saved.enabled ?? false) || whom(saved) !== whom(wanted))

/** What a run did, in one line. */
export function summary({ counts, fault }: Partial<Pick<SyncPlan, 'counts' | 'fault'>>): string {
  if (fault) return fault
  const some = Object.entries(counts ?? {}).filter(([, number]) => number > 0)
  return some.length === 0 ? 'nothing to do' : some.map(([kind, number]) => `${kind} ${number}`).join(', ')
}
