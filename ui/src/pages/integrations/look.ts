import type { SyncSettings } from '@/api/provision'

const whom = ({ scope, app, groups }: Partial<SyncSettings>) => JSON.stringify([scope ?? 'app', app ?? null, groups ?? []])

/** Whether a change decides about people's access, so that its plan is to be looked at before it is saved. */
export const mustLookFirst = (saved: Partial<SyncSettings>, wanted: Partial<SyncSettings>): boolean =>
  (wanted.enabled ?? false) && (!(saved.enabled ?? false) || whom(saved) !== whom(wanted))
