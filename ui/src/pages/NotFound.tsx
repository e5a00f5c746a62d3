import { Center } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Empty } from '@/look/Empty'
import { LinkButton } from '@/look/links'

export function NotFound() {
  return (
    <Center mih="70dvh" component="main">
      <Empty icon={IconMapOff} page title="This place is not on the chart">
        The address may be mistyped, or what it named is gone.
        <div><LinkButton to="/" mt="md" size="sm">Go home</LinkButton></div>
      </Empty>
    </Center>
  )
}
