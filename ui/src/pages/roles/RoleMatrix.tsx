import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { humane } from '@/format/format'
import { EVERY, implied, mark, nextSay, withMark, type Marks, type Say } from './matrix'
import classes from './roles.module.css'

/** Kinds of resource that are not named as people would name them. */
const KINDS: Record<string, string> = {
  access_graph: 'Access graph, SQL, snapshots', plugin: 'Integrations', saml: 'Connectors', user: 'Users', role: 'Roles', lock: 'Locks', token: 'API tokens',
  web_session: 'Sessions', event: 'Audit log', access_list: 'Access Lists', access_request: 'Access Requests', activity: 'Activity', alert: 'Alerts', detection_rule: 'Detection rules',
}

export const kindName = (kind: string): string => (kind === EVERY ? 'Everything' : (KINDS[kind] ?? humane(kind)))

const SAYS: Record<Say, { word: string; icon: typeof IconCheck }> = {
  allow: { word: 'permitted', icon: IconCheck },
  deny: { word: 'forbidden', icon: IconX },
  none: { word: 'not permitted', icon: IconMinus },
}

interface Props {
  kinds: readonly string[]
  verbs: readonly string[]
  /** What the role says of a cell. */
  say: (kind: string, verb: string) => Say
}

/** What a role permits, kinds by verbs. */
export function RoleMatrix({ kinds, verbs, say }: Props) {
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix} aria-label="Permissions">
        <thead><tr><th scope="col">Kind</th>{verbs.map((verb) => <th key={verb} scope="col">{verb}</th>)}</tr></thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{kindName(kind)}</th>
              {verbs.map((verb) => <td key={verb}><Sign say={say(kind, verb)} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Sign({ say, faint }: { say: Say; faint?: boolean }) {
  const { word, icon: Icon } = SAYS[say]
  return <span className={classes.sign} data-say={say} data-faint={faint || undefined}><Icon size={15} stroke={2.4} role="img" aria-label={word} /></span>
}

interface EditorProps {
  kinds: readonly string[]
  verbs: readonly string[]
  allow: Marks
  deny: Marks
  onChange: (allow: Marks, deny: Marks) => void
}

/** The same, to be changed: each cell goes round from nothing to permitted to forbidden. Arrow keys walk it. */
export function MatrixEditor({ kinds, verbs, allow, deny, onChange }: EditorProps) {
  const columns = [EVERY, ...verbs]
  const press = (kind: string, verb: string) => {
    const next = nextSay(own(allow, deny, kind, verb))
    onChange(withMark(allow, kind, verb, next === 'allow'), withMark(deny, kind, verb, next === 'deny'))
  }
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix} aria-label="Permissions">
        <thead><tr><th scope="col">Kind</th>{columns.map((verb) => <th key={verb} scope="col">{verb === EVERY ? 'every verb' : verb}</th>)}</tr></thead>
        <tbody>
          {[EVERY, ...kinds].map((kind, row) => (
            <tr key={kind}>
              <th scope="row">{kindName(kind)}</th>
              {columns.map((verb, column) => {
                const mine = own(allow, deny, kind, verb)
                const wider = implied(deny, kind, verb) ? 'deny' : implied(allow, kind, verb) ? 'allow' : 'none'
                const shown = mine === 'none' || wider === 'deny' ? wider : mine
                return (
                  <td key={verb}>
                    <button
                      type="button" className={classes.cell} data-row={row} data-column={column} tabIndex={row === 0 && column === 0 ? 0 : -1} onKeyDown={walk} onClick={() => press(kind, verb)}
                      aria-label={`${kindName(kind)}, ${verb === EVERY ? 'every verb' : verb}: ${SAYS[shown].word}${mine === 'none' && wider !== 'none' ? ' by a wider mark' : ''}`}
                    >
                      <Sign say={shown} faint={mine === 'none'} />
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const own = (allow: Marks, deny: Marks, kind: string, verb: string): Say => (deny.has(mark(kind, verb)) ? 'deny' : allow.has(mark(kind, verb)) ? 'allow' : 'none')

const STEPS: Record<string, readonly [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

function walk(event: KeyboardEvent<HTMLButtonElement>) {
  const step = STEPS[event.key]
  const { row, column } = event.currentTarget.dataset
  if (!step || row === undefined || column === undefined) return
  const next = event.currentTarget.closest('table')?.querySelector<HTMLElement>(`[data-row="${Number(row) + step[0]}"][data-column="${Number(column) + step[1]}"]`)
  if (!next) return
  event.preventDefault()
  next.focus()
}
