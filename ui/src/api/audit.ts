import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type AuditEntry = Schemas['AuditEntryView']

/** Which entries; what is left out does not narrow. */
export interface AuditQuestion {
  /** Text anywhere in an entry. */
  q?: string
  /** Part of who did it; with `*`, which stands for any text, all of it. */
  actor?: string
  /** The kind of thing that was done: what stands before the first dot. */
  about?: string
  /** Part of what it was done to, the same. */
  target?: string
  outcome?: 'success' | 'failure'
  /** Earliest time: RFC 3339, a date, or a span before now such as `24h`. */
  from?: string
  /** Latest time, the same. */
  until?: string
}

/** Part of a name is enough, unless whoever asks says with a star where the rest may be. */
const part = (name: string | undefined): string | undefined => (name && !name.includes('*') ? `*${name}*` : name)

const page = ({ about, actor, target, ...rest }: AuditQuestion, cursor: string | null, limit: number) =>
  body(api.GET('/api/v1/audit', {
    params: { query: { ...rest, actor: part(actor), target: part(target), action: about && `${about}.*`, cursor: cursor ?? undefined, limit } },
  }))

/** What was done to this server, newest first. */
export const auditQuery = (question: AuditQuestion) => infiniteQueryOptions({
  queryKey: ['audit', question],
  queryFn: ({ pageParam }) => page(question, pageParam, 200),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor ?? null,
})

/** Entries that one file takes at most. */
export const EXPORT_MAX = 20_000

/** All entries, up to what one file takes, and whether there are more. */
export async function allEntries(question: AuditQuestion): Promise<{ entries: AuditEntry[]; isCut: boolean }> {
  const entries: AuditEntry[] = []
  let cursor: string | null = null
  do {
    const next: Awaited<ReturnType<typeof page>> = await page(question, cursor, 1000)
    entries.push(...next.entries)
    cursor = next.next_cursor ?? null
  } while (cursor !== null && entries.length < EXPORT_MAX)
  return { entries, isCut: cursor !== null }
}
