import { Code } from '@mantine/core'
import { sentence } from '@/format/sentence'

/** A message of the API as a sentence; what stands between backticks is code. */
export function Words({ children }: { children: string }) {
  const parts = sentence(children).split('`')
  return parts.map((part, at) => (at % 2 === 1 ? <Code key={at}>{part}</Code> : part))
}
