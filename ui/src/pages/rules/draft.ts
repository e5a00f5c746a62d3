/** What is wrong with a rule's file. */
export interface Fault {
  problem: string
  line?: number
  column?: number
  /** The line as it stands there. */
  near?: string
}

/** The server's refusal of a file: `rule.yaml:12:3: what is wrong (near \`the line\`)`, or a sentence without a place. */
export function faultOf(message: string): Fault {
  const found = /^[^\s:]+:(\d+):(\d+): ([^]*?)(?: \(near `([^]*)`\))?$/.exec(message)
  if (!found) return { problem: message }
  return { line: Number(found[1]), column: Number(found[2]), problem: found[3] ?? message, ...(found[4] === undefined ? {} : { near: found[4] }) }
}

/** Whether a file holds Sigma rules or correlations, which are read as they are. */
export const isSigma = (text: string): boolean => /^(logsource|correlation)\s*:/m.test(text)

/**
 * The file with every rule in it switched off, so that it can be kept and run over history before it says anything.
 * Sigma knows no such word; its text stays.
 */
export function switchedOff(text: string): string {
  if (isSigma(text)) return text
  return text.split(/^(?=---)/m).map((document) => {
    if (!/^[a-z_]+\s*:/m.test(document)) return document
    if (/^enabled\s*:/m.test(document)) return document.replace(/^enabled\s*:.*$/m, 'enabled: false')
    return document.replace(/^(id\s*:.*)$/m, '$1\nenabled: false')
  }).join('')
}

/** A shipped rule's file as the beginning of one's own: the id must be another. */
export const asOwn = (text: string, id: string): string => text.replace(/^id\s*:.*$/m, `id: own.${id.replaceAll(/[^\w-]+/g, '-')}`)

/** What an empty page begins with: a whole rule, short enough to be read. */
export const FIRST = `id: own.many-refused-sign-ins
title: Many refused sign-ins of one person
description: |
  One person is refused at sign-in again and again within ten minutes.
source: okta
severity: medium
tactics: [credential-access]
techniques: [T1110]
parameters:
  at_least: {default: 10, meaning: refused sign-ins}
select:
  refused: {action: login, status: failure}
count: {by: [person], within: 10m, at_least: $at_least}
steps:
  - Ask the person whether it was them.
  - Look at the addresses that the attempts came from.
examples:
  - name: ten in a row
    fires: 1
    events:
      - {okta: {eventType: user.session.start, outcome: {result: FAILURE}, actor: {id: 00u1, type: User, alternateId: ada@acme.example}}, repeat: 10, every: 20s}
  - name: three
    fires: false
    events:
      - {okta: {eventType: user.session.start, outcome: {result: FAILURE}, actor: {id: 00u1, type: User, alternateId: ada@acme.example}}, repeat: 3, every: 20s}
`
