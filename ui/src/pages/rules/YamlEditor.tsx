import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionContext } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { languageQuery } from '@/api/activity'
import { codeColors, codeLook } from '@/look/codeTheme'
import { offsetOf } from '@/look/position'
import type { Fault } from './draft'

interface Props {
  value: string
  onChange: (value: string) => void
  /** What is wrong, and where. */
  fault?: Fault
}

/** Rules are longer than queries. Stands before the common look, and so wins over it. */
const taller = EditorView.theme({ '.cm-scroller': { maxHeight: 'max(380px, calc(100dvh - 250px))', minHeight: '320px' } })

const NAMES = ['id', 'title', 'description', 'source', 'severity', 'severity_when', 'enabled', 'signal', 'tactics', 'techniques', 'parameters', 'select', 'match', 'count', 'sequence', 'first_seen', 'travel', 'dormant', 'baseline', 'fold', 'lateness', 'steps', 'false_positives', 'references', 'examples', 'by', 'within', 'at_least', 'distinct', 'each_at_most', 'ordered', 'differ', 'not_before', 'not_after']

/** A rule's file: names of rules and columns are completed, mistakes marked where they are. Esc, then Tab, leaves it. */
export function YamlEditor({ value, onChange, fault }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const changed = useRef(onChange)
  useEffect(() => { changed.current = onChange }, [onChange])
  const { data } = useQuery(languageQuery)
  const words = useRef<string[]>(NAMES)
  useEffect(() => { words.current = [...NAMES, ...(data?.columns ?? []).flatMap((column) => [column.name, ...column.aliases])] }, [data])

  useEffect(() => {
    if (!place.current) return
    const offer = (context: CompletionContext) => {
      const before = context.matchBefore(/[\w.]+/)
      if (!before && !context.explicit) return null
      return { from: before?.from ?? context.pos, options: words.current.map((label) => ({ label, type: 'property', apply: `${label}: ` })), validFor: /^[\w.]*$/ }
    }
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), autocompletion({ icons: false, override: [offer] }), highlightActiveLine(), lintGutter(), codeColors, taller, codeLook, EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Rule file', spellcheck: 'false', tabindex: '0' }), yaml(),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
          EditorView.updateListener.of((update) => { if (update.docChanged) changed.current(update.state.doc.toString()) }),
        ],
      }),
    })
    view.current = made
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
    const now = view.current
    if (!now) return
    const marks = fault?.line === undefined ? [] : [{ ...offsetOf(now.state.doc.toString(), { line: fault.line, column: fault.column ?? 1 }), severity: 'error' as const, message: fault.problem }]
    now.dispatch(setDiagnostics(now.state, marks))
  }, [fault])

  return <div ref={place} />
}
