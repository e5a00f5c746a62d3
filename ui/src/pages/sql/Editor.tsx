import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { PostgreSQL, sql, type SQLNamespace } from '@codemirror/lang-sql'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, type RefObject } from 'react'
import { ApiError } from '@/api/client'
import { schemaQuery } from '@/api/query'
import type { SchemaView } from '@/api/types'
import { codeColors, codeLook } from '@/look/codeTheme'
import { offsetOf } from '@/look/position'

interface Props {
  value: string
  onChange: (value: string) => void
  onRun: () => void
  /** The last refusal; marked where the server says that it is. */
  error?: Error
  /** Whether the plain editor before this one had the focus: then this one takes it over. */
  focused: RefObject<boolean>
}

/** The editor: SQL of PostgreSQL, completion of our tables, Ctrl-Enter runs. */
export function Editor({ value, onChange, onRun, error, focused }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const language = useRef(new Compartment())
  const acts = useRef({ onChange, onRun })
  useEffect(() => { acts.current = { onChange, onRun } }, [onChange, onRun])
  const { data: schema } = useQuery(schemaQuery)

  useEffect(() => {
    if (!place.current) return
    const run = Prec.highest(keymap.of([{ key: 'Mod-Enter', preventDefault: true, run: () => (acts.current.onRun(), true) }]))
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        selection: { anchor: focused.current ? value.length : 0 },
        extensions: [
          run, lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), autocompletion({ icons: false }), highlightActiveLine(),
          highlightSelectionMatches(), lintGutter(), codeColors, codeLook, EditorView.lineWrapping, placeholder('SELECT … FROM access_path WHERE …'),
          EditorView.contentAttributes.of({ 'aria-label': 'SQL', spellcheck: 'false', tabindex: '0' }),
          language.current.of(sql({ dialect: PostgreSQL, upperCaseKeywords: true })),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
          EditorView.updateListener.of((update) => { if (update.docChanged) acts.current.onChange(update.state.doc.toString()) }),
        ],
      }),
    })
    view.current = made
    if (focused.current) made.focus()
    return () => {
      made.destroy()
      view.current = null
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- made once; the text is kept in step below
  }, [])

  useEffect(() => {
    const now = view.current
    if (now && now.state.doc.toString() !== value) now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    if (schema) view.current?.dispatch({ effects: language.current.reconfigure(sql({ dialect: PostgreSQL, upperCaseKeywords: true, schema: namespace(schema) })) })
  }, [schema])

  useEffect(() => {
    const now = view.current
    if (!now) return
    const at = error instanceof ApiError && error.position ? offsetOf(now.state.doc.toString(), error.position) : undefined
    const marks = error && at ? [{ ...at, severity: 'error' as const, message: error instanceof ApiError && error.hint ? `${error.message}. ${error.hint}` : error.message }] : []
    now.dispatch(setDiagnostics(now.state, marks))
  }, [error])

  return <div ref={place} />
}

function namespace(schema: SchemaView): SQLNamespace {
  return Object.fromEntries(
    schema.tables.map((table) => [
      table.name,
      {
        self: { label: table.name, type: 'type', detail: 'table', info: table.description },
        children: table.columns.map((column) => ({ label: column.name, type: 'property', detail: column.type, info: column.description })),
      },
    ]),
  )
}
