import { Text } from '@mantine/core'
import { Copy } from './Copy'
import classes from './CopyLine.module.css'

/** A value that is to be carried elsewhere, under its name there. */
export function CopyLine({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">{name}</Text>
      <div className={classes.copy}><span>{value}</span><Copy value={value} label={`Copy ${name}`} /></div>
    </div>
  )
}
