import { m } from "@/paraglide/messages";
import "@xyflow/react/dist/style.css";
import { Skeleton, Text, VisuallyHidden } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import {
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  type ReactFlowState,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { useEffect, useId, useMemo, useState } from "react";
import { Loaded } from "@/shared/components/LoadState";
import { useGraph } from "../queries";
import { type Direction, type Layout, layoutOf } from "./graphLayout";
import { InstancesByState } from "./InstancesByState";
import classes from "./RunGraph.module.css";
import { TaskBox } from "./TaskBox";
import { caption, countsText, type GraphEdge, type GraphNode } from "./tasks";

type Of = { dagId: string; runId: string; active: boolean };
type TaskNode = Node<{ task: GraphNode; direction: Direction; opened: boolean; onOpen: () => void }, "task">;

/** Below this width, in pixels, boxes are laid out from top to bottom. */
const NARROW_PX = 640;
const MARGIN_PX = 96;

/** Graph: the tasks of a run as boxes in their order, all instances of a mapped task in one. */
export function RunGraph(of: Of) {
  const graph = useGraph(of.dagId, of.runId, of.active);
  const [opened, setOpened] = useState<string | null>(null);
  const describedBy = useId();
  return (
    <Loaded query={graph} what={m.pipelines_the_graph()} skeleton={<Skeleton height={240} />}>
      {({ nodes, edges }) => (
        <>
          <section aria-label={m.pipelines_graph_of_the_run()} aria-describedby={describedBy}>
            <ReactFlowProvider>
              <Picture
                nodes={nodes}
                edges={edges}
                opened={opened}
                onOpen={(id) => setOpened(opened === id ? null : id)}
              />
            </ReactFlowProvider>
            <VisuallyHidden component="ul" id={describedBy}>
              {nodes.map((node) => (
                <li key={node.id}>{inWords(node, edges)}</li>
              ))}
            </VisuallyHidden>
          </section>
          <Text size="sm" c="dimmed" mt="xs" role="status">
            {caption(nodes)}
          </Text>
          {opened !== null && <InstancesByState {...of} taskId={opened} onClose={() => setOpened(null)} />}
        </>
      )}
    </Loaded>
  );
}

type PictureProps = {
  nodes: GraphNode[];
  edges: GraphEdge[];
  opened: string | null;
  onOpen: (id: string) => void;
};

function Picture({ nodes, edges, opened, onOpen }: PictureProps) {
  const { ref, width } = useElementSize();
  const direction: Direction = width > 0 && width < NARROW_PX ? "TB" : "LR";
  const layout = useLayout(nodes, edges, direction);
  const { fitView } = useReactFlow();
  const pane = useStore(paneOf);

  // Also after a change of the window's width, which moves the boxes.
  useEffect(() => {
    if (pane !== "0x0" && layout.width > 0) void fitView(FIT);
  }, [fitView, pane, layout]);

  return (
    <div ref={ref} className={classes.picture} style={{ height: layout.height + MARGIN_PX }}>
      <ReactFlow
        // Arrows start at the sides of the box's first layout.
        key={direction}
        nodes={nodes.flatMap((task): TaskNode[] => {
          const box = layout.boxes.get(task.id);
          if (!box) return [];
          const { x, y, ...size } = box;
          const data = { task, direction, opened: opened === task.id, onOpen: () => onOpen(task.id) };
          return [{ id: task.id, type: "task", position: { x, y }, ...size, measured: size, data }];
        })}
        edges={layout.edges.map(arrow)}
        nodeTypes={NODE_TYPES}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        // The wheel and one finger scroll the page, not the graph.
        zoomOnScroll={false}
        preventScrolling={false}
        minZoom={0.3}
        maxZoom={1.5}
        fitViewOptions={FIT}
      >
        <Controls showInteractive={false} position="bottom-right" orientation="horizontal" />
      </ReactFlow>
    </div>
  );
}

/** The layout, computed again only if tasks or edges have changed: states do not move boxes. */
function useLayout(nodes: GraphNode[], edges: GraphEdge[], direction: Direction): Layout {
  const shape = JSON.stringify([nodes.map(({ id, isMapped }) => [id, isMapped]), edges]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape holds the parts of nodes and edges that matter
  return useMemo(() => layoutOf(nodes, edges, direction), [shape, direction]);
}

function Task({ data: { task, direction, opened, onOpen } }: NodeProps<TaskNode>) {
  const across = direction === "LR";
  return (
    <>
      <Handle
        type="target"
        position={across ? Position.Left : Position.Top}
        isConnectable={false}
        className={classes.handle}
      />
      <TaskBox task={task} opened={opened} onOpen={onOpen} />
      <Handle
        type="source"
        position={across ? Position.Right : Position.Bottom}
        isConnectable={false}
        className={classes.handle}
      />
    </>
  );
}

const NODE_TYPES = { task: Task };
const FIT = { padding: 0.04, maxZoom: 1 };

/** The size that the graph has measured; it follows the size of its container with a delay. */
function paneOf({ width, height }: ReactFlowState): string {
  return `${width}x${height}`;
}

function arrow({ from, to }: GraphEdge): Edge {
  return {
    id: `${from}->${to}`,
    source: from,
    target: to,
    type: "smoothstep",
    markerEnd: { type: MarkerType.ArrowClosed },
  };
}

function inWords(node: GraphNode, edges: GraphEdge[]): string {
  const before = edges.filter((edge) => edge.to === node.id).map((edge) => edge.from);
  return `${node.label}: ${countsText(node.counts)}${before.length > 0 ? m.pipelines_after({ before: before.join(", ") }) : ""}`;
}
