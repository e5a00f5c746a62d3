import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'

export function Colours() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      aria-label="Colours" value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}
      data={[{ value: 'auto', label: 'As the system' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]}
    />
  )
}
