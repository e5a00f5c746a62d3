export { Tooltip as Tip } from '@mantine/core'
