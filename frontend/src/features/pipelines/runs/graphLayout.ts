import { Graph, layout } from "@dagrejs/dagre";
import { type GraphEdge, type GraphNode, withoutShortcuts } from "./tasks";

export type Direction = "LR" | "TB";
export type Box = { x: number; y: number; width: number; height: number };
export type Layout = { boxes: Map<string, Box>; edges: GraphEdge[]; width: number; height: number };

const PLAIN = { width: 104, height: 56 };
const MAPPED = { width: 176, height: 92 };

/** The position of each task's box: columns from left to right, on small screens rows from top to bottom. */
export function layoutOf(nodes: GraphNode[], allEdges: GraphEdge[], direction: Direction): Layout {
  const edges = withoutShortcuts(allEdges);
  const graph = new Graph<object, Box, object>();
  graph.setGraph({ rankdir: direction, nodesep: 24, ranksep: direction === "LR" ? 28 : 32 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { x: 0, y: 0, ...sizeOf(node) });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const boxes = new Map<string, Box>();
  for (const node of nodes) {
    const { x, y } = graph.node(node.id);
    const size = sizeOf(node);
    // The layout returns centres, the graph needs corners.
    boxes.set(node.id, { ...size, x: x - size.width / 2, y: y - size.height / 2 });
  }
  const all = [...boxes.values()];
  return {
    boxes,
    edges,
    width: Math.max(0, ...all.map((box) => box.x + box.width)),
    height: Math.max(0, ...all.map((box) => box.y + box.height)),
  };
}

function sizeOf(node: GraphNode) {
  return node.isMapped ? MAPPED : PLAIN;
}
