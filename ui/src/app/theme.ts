import { createTheme, type MantineColorsTuple, type CSSVariablesResolver } from '@mantine/core'

/** Deep sea: the brand's colour, for everything that can be acted on. */
const tide: MantineColorsTuple = [
  '#e7f6f8', '#d0e9ee', '#a2d2dc', '#6fb9c9', '#47a4b9', '#2e97af', '#1d8aa3', '#0f738b', '#075f75', '#044a5c',
]

/** Brass: the compass, and what deserves a second look. */
const brass: MantineColorsTuple = [
  '#fdf6e5', '#f8ebce', '#f0d69d', '#e8c068', '#e1ad3c', '#dda120', '#c98f14', '#a3730c', '#815a08', '#5f4106',
]

/** Ink: a blue-grey that keeps dark surfaces calm. */
const dark: MantineColorsTuple = [
  '#d5dde3', '#a9b6c0', '#8797a3', '#5e707d', '#33434f', '#273641', '#1b2831', '#131e26', '#0e171e', '#0a1117',
]

/** The library's, with a last shade dark enough to be read on the second. */
const green: MantineColorsTuple = [
  '#ebf8ef', '#d8f1df', '#b4e3c1', '#86cf9b', '#5dbb79', '#43a962', '#33954f', '#2a8143', '#206a36', '#1a5c2e',
]

/** The library's, with a filled shade on which white is read. */
const red: MantineColorsTuple = [
  '#fff5f5', '#ffe3e3', '#ffc9c9', '#ffa8a8', '#ff8787', '#ff6b6b', '#fa5252', '#dc2f2f', '#cf2828', '#b42020',
]

const orange: MantineColorsTuple = [
  '#fff4e6', '#ffe8cc', '#ffd8a8', '#ffc078', '#ffa94d', '#ff922b', '#f0790f', '#d9630a', '#b84d06', '#963c05',
]

const gray: MantineColorsTuple = [
  '#f7f9fa', '#eef2f4', '#e2e8eb', '#d3dbe0', '#b9c5cc', '#94a3ad', '#6b7c88', '#495a66', '#2f3f4a', '#1b2831',
]

export const theme = createTheme({
  colors: { tide, brass, green, red, orange, dark, gray },
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, monospace",
  headings: { fontWeight: '640' },
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 320 } },
    Badge: { defaultProps: { radius: 'sm', variant: 'light', tt: 'none', fw: 560 } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
})

/** Surfaces and the colours of node kinds, per scheme. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--p-page': '#f4f7f8',
    '--p-surface': '#ffffff',
    '--p-raised': '#ffffff',
    '--p-line': '#dfe6ea',
    '--p-ink': '#15242e',
    '--p-quiet': '#5a6c78',
    '--p-nav': '#0c2a38',
    '--p-identity': '#1c6fc4',
    '--p-identity_group': '#7a4fc9',
    '--p-action': '#a8690a',
    '--p-resource_group': '#5d6b1c',
    '--p-resource': '#0b7d6c',
    '--p-credential': '#bf3b5e',
    '--p-organization': '#44545f',
    '--mantine-color-body': '#f4f7f8',
    '--mantine-color-text': '#15242e',
    '--mantine-color-dimmed': '#5a6c78',
    '--mantine-color-default-border': '#d5dee3',
    // Told from the ink around it also by those who see no colours, and read on every surface.
    '--mantine-color-anchor': '#11788f',
  },
  dark: {
    '--p-page': '#0d161c',
    '--p-surface': '#131f27',
    '--p-raised': '#18262f',
    '--p-line': '#263641',
    '--p-ink': '#e2e9ed',
    '--p-quiet': '#93a4af',
    '--p-nav': '#0a1318',
    '--p-identity': '#6cb0f5',
    '--p-identity_group': '#b398f2',
    '--p-action': '#e8b45a',
    '--p-resource_group': '#b7c46a',
    '--p-resource': '#4fc7b2',
    '--p-credential': '#f2849f',
    '--p-organization': '#a9b8c2',
    '--mantine-color-body': '#0d161c',
    '--mantine-color-text': '#e2e9ed',
    '--mantine-color-dimmed': '#93a4af',
    '--mantine-color-default': '#18262f',
    '--mantine-color-default-border': '#2c3d48',
  },
})
