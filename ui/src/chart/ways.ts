/** A node as far as a picture needs it. */
export interface Point {
  id: string
  name: string
  /** identity | identity_group | action | resource_group | resource | credential | organization */
  kind: string
  sub_kind: string
}

/** One way by which an identity reaches a resource: the row under every picture. */
export interface Way {
  identity: Point
  groups: Point[]
  action: string
  action_type: string
  resource_groups: Point[]
  resource: Point
}

export interface ChartNode extends Point {
  column: number
  /** Numbers of the ways that pass here. */
  ways: number[]
}

export interface ChartEdge {
  from: string
  to: string
  ways: number[]
  /** Whether rules made it, and no fact of Okta. */
  derived?: boolean
}

export interface Chart {
  columns: string[]
  nodes: ChartNode[]
  edges: ChartEdge[]
  ways: readonly Way[]
}

/** The id of the action node of a way: actions are drawn once per grantor, so that lines through them stay true. */
export function actionId(way: Way): string {
  const grantor = way.groups.at(-1)?.id ?? 'direct'
  return `action:${way.action_type}:${way.action}:${grantor}`
}

/** The nodes of a way in drawing order, each with its column. */
export function stops(way: Way, groupColumns: number, resourceGroupColumns: number): { point: Point; column: number }[] {
  const action: Point = { id: actionId(way), name: way.action, kind: 'action', sub_kind: way.action_type }
  const at = 1 + groupColumns
  return [
    { point: way.identity, column: 0 },
    ...way.groups.map((point, index) => ({ point, column: 1 + index })),
    { point: action, column: at },
    ...way.resource_groups.map((point, index) => ({ point, column: at + 1 + index })),
    { point: way.resource, column: at + 1 + resourceGroupColumns },
  ]
}

/** Lays ways over each other: every node once per column, every line once, both knowing which ways use them. */
export function chartOf(ways: readonly Way[]): Chart {
  const groupColumns = Math.max(0, ...ways.map((way) => way.groups.length))
  const resourceGroupColumns = Math.max(0, ...ways.map((way) => way.resource_groups.length))
  const nodes = new Map<string, ChartNode>()
  const edges = new Map<string, ChartEdge>()

  ways.forEach((way, number) => {
    let before: string | undefined
    for (const { point, column } of stops(way, groupColumns, resourceGroupColumns)) {
      // The same Okta object may stand in two columns: a group is a way and, for its members, a destination.
      const key = `${column}:${point.id}`
      const node = nodes.get(key) ?? { ...point, id: key, column, ways: [] }
      node.ways.push(number)
      nodes.set(key, node)
      if (before !== undefined) {
        const edge = edges.get(`${before}>${key}`) ?? { from: before, to: key, ways: [] }
        edge.ways.push(number)
        edges.set(`${before}>${key}`, edge)
      }
      before = key
    }
  })

  return {
    columns: [
      'Identity',
      ...Array.from({ length: groupColumns }, (_, at) => (at === 0 ? 'Group' : 'Nested group')),
      'Action',
      ...Array.from({ length: resourceGroupColumns }, () => 'Resource set'),
      'Resource',
    ],
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    ways,
  }
}

/** The Okta object behind a chart node, or nothing for actions and folds. */
export function objectId(key: string): string | undefined {
  const id = key.slice(key.indexOf(':') + 1)
  return id.startsWith('action:') || id.startsWith('fold:') ? undefined : id
}
