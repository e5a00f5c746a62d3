/** Sources whose files can be imported. */
export const SOURCES = [
  { value: 'aws', label: 'AWS CloudTrail', org: 'AWS account', help: 'Files as CloudTrail writes them to S3: {"Records": […]}, mostly .json.gz' },
  { value: 'github', label: 'GitHub audit log', org: 'GitHub organization or enterprise', help: 'What “Export Git events” or the audit log’s API gives: JSON' },
  { value: 'teleport', label: 'Teleport audit log', org: 'Teleport cluster', help: 'Files of the audit log or of the event handler: JSON lines' },
  { value: 'okta', label: 'Okta System Log', org: 'Okta organization URL', help: 'Older events than Okta still keeps: an array or JSON lines of LogEvents' },
] as const

export type Source = (typeof SOURCES)[number]['value']

/** The command that does the same; a name with blanks or quotes is quoted for the shell. */
export function commandOf(source: Source, org: string): string {
  const name = org.trim()
  const quoted = /^[\w.:/@-]*$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`
  return `portolan activity import --source ${source}${name === '' ? '' : ` --org ${quoted}`} FILE…`
}

/** `820 B`, `12.4 kB`, `3.1 GB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(1)} ${['B', 'kB', 'MB', 'GB'][power]}`
}
