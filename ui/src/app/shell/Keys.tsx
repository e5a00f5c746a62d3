import { Kbd, Modal, Table } from '@mantine/core'
import { useFocusBack } from '@/look/useFocusBack'

/** What each key does, and where. */
const KEYS: [string[][], string][] = [
  [[['/'], ['Ctrl', 'K']], 'Search people, groups, apps, tokens and pages, from anywhere'],
  [[['?']], 'These keys'],
  [[['Esc']], 'Close what lies over the page: search, dialog, menu, details'],
  [[['↑'], ['↓'], ['Enter']], 'In a table: choose a row, open its details'],
  [[['←'], ['→'], ['↑'], ['↓']], 'In a picture: walk along the lines and up and down a column'],
  [[['Enter']], 'In a picture: open a node or a fold'],
  [[['M'], ['Shift', 'F10']], 'In a picture: what else can be done with a node'],
  [[['←'], ['→'], ['Enter']], 'On a time line: choose a bar, with Shift several, and narrow to them'],
  [[['Ctrl', 'Enter']], 'In the SQL editor: run. In the search: show access paths'],
  [[['Ctrl', 'Space']], 'In the SQL editor: complete'],
]

/** The keys of the application. */
export function Keys({ onClose }: { onClose: () => void }) {
  useFocusBack()
  return (
    <Modal opened onClose={onClose} title="Keys" size="lg">
      <Table verticalSpacing={7} aria-label="Keys">
        <Table.Tbody>
          {KEYS.map(([ways, does]) => (
            <Table.Tr key={does}>
              <Table.Th scope="row" fw={400} w={170}>
                {ways.map((keys, at) => <span key={keys.join()}>{at > 0 && ' '}{keys.map((key, place) => <span key={key}>{place > 0 && ' + '}<Kbd size="xs">{key}</Kbd></span>)}</span>)}
              </Table.Th>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
