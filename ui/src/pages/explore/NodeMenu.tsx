import { Menu } from '@mantine/core'
import { IconBolt, IconCompass, IconFilterPlus, IconFold, IconInfoCircle, IconTopologyStar3 } from '@tabler/icons-react'
import type { NodeRef } from '@/api/types'
import type { FoldedNode } from '@/chart/fold'
import { isFold, nodeName } from '@/chart/LayeredChart'
import { objectId } from '@/chart/ways'
import { addToSearch, waysOf } from '@/node/links'
import { LinkItem } from '@/look/LinkItem'

export interface MenuPlace {
  node: FoldedNode
  x: number
  y: number
}

/** What can be done with a node of a picture: by the right button, the menu key or `m`. */
export function NodeMenu({ place, foldDoes, onClose, onChoose }: { place?: MenuPlace; foldDoes?: string; onClose: () => void; onChoose: (node: FoldedNode) => void }) {
  if (!place) return null
  const { node } = place
  const id = objectId(node.id)
  const folded = isFold(node)
  const ref = id === undefined ? undefined : ({ id, name: node.name, kind: node.kind as NodeRef['kind'], sub_kind: node.sub_kind } satisfies NodeRef)
  const narrow = ref && addToSearch(ref)
  return (
    // The key that opened the menu still travels to the document: keys outside must not close it.
    <Menu opened onClose={onClose} position="bottom-start" width={230} shadow="md" trapFocus returnFocus clickOutsideEvents={['mousedown', 'touchstart']}>
      <Menu.Target><span style={{ position: 'fixed', left: place.x, top: place.y, width: 1, height: 1 }} /></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{nodeName(node)}</Menu.Label>
        {folded && <Menu.Item leftSection={<IconFold size={16} />} onClick={() => onChoose(node)}>{foldDoes === undefined ? 'Unfold' : foldDoes.charAt(0).toUpperCase() + foldDoes.slice(1)}</Menu.Item>}
        {ref && !folded && (
          <>
            <Menu.Item leftSection={<IconInfoCircle size={16} />} onClick={() => onChoose(node)}>Details</Menu.Item>
            {narrow && <LinkItem {...narrow} leftSection={<IconFilterPlus size={16} />}>Add to search</LinkItem>}
            <LinkItem {...waysOf(ref)} leftSection={<IconCompass size={16} />}>View Access</LinkItem>
            <LinkItem to="/explore" search={(now: { around?: string[]; open?: string[] }) => ({ around: [...new Set([...(now.around ?? []), ref.id])], open: now.around ? now.open : undefined })}
              leftSection={<IconTopologyStar3 size={16} />}
            >
              Browse Connections
            </LinkItem>
            <LinkItem to="/paths" search={{ mode: 'blast', node: ref.id }} leftSection={<IconBolt size={16} />}>Blast radius</LinkItem>
          </>
        )}
        {!ref && !folded && <Menu.Item disabled>An action has no page of its own</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
