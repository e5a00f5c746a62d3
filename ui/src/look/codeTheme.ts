import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** How editors of code look here; the page's own scrollbars, colours of the theme. */
export const codeLook = EditorView.theme({
  '&': { fontSize: '13.5px', backgroundColor: 'transparent', color: 'var(--p-ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.6', minHeight: '150px', maxHeight: '38dvh' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--p-ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--p-ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--p-quiet)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--p-line) 30%, transparent)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--mantine-primary-color-filled) 24%, transparent) !important' },
  '.cm-tooltip': { backgroundColor: 'var(--p-raised)', border: '1px solid var(--p-line)', borderRadius: '8px', color: 'var(--p-ink)', overflow: 'hidden', boxShadow: 'var(--mantine-shadow-md)' },
  '.cm-tooltip-autocomplete ul li': { padding: '3px 10px !important' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--mantine-primary-color-filled)', color: '#fff' },
  '.cm-completionDetail': { opacity: '0.65', marginLeft: '10px', fontStyle: 'normal' },
  '.cm-diagnostic': { padding: '6px 10px' },
})

/** Colours of the words of a language. */
export const codeColors = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--p-identity_group)', fontWeight: '600' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--p-resource)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--p-action)' },
    { tag: tags.comment, color: 'var(--p-quiet)', fontStyle: 'italic' },
    { tag: [tags.typeName, tags.function(tags.variableName)], color: 'var(--p-identity)' },
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--p-identity)' },
    { tag: tags.operator, color: 'var(--p-credential)' },
  ]),
)
