import { HttpResponse, http } from "msw";
import type { Schemas } from "@/api/client";
import { server, V1 } from "@/test/server";
import { CRAWLER, catalog, GRAPH, RUN, runPage, TRAINING, task } from "./examples";
import type { DagDetail, Run, RunPage } from "./runs";

type Told = {
  crawler?: DagDetail;
  training?: DagDetail;
  run?: Run;
  runs?: RunPage;
  alerts?: Schemas["Alert"][];
};

/**
 * An API with both DAGs and a run, for tests; `told` may be changed while the page asks.
 *
 * @returns `told`, and the bodies of what was sent to it.
 */
export function pipelineApi(told: Told = {}) {
  const sent: { path: string; body: unknown }[] = [];
  const dags = () => [told.crawler ?? CRAWLER, told.training ?? TRAINING];
  server.use(
    http.get(`${V1}/alerts`, () => {
      const data = told.alerts ?? [];
      return HttpResponse.json({ data, meta: { page: 1, pageSize: 20, total: data.length } });
    }),
    http.get(`${V1}/pipeline/dags`, () => HttpResponse.json(catalog(...dags()))),
    http.get(`${V1}/pipeline/dags/:dagId`, ({ params }) =>
      HttpResponse.json(dags().find((dag) => dag.dagId === params.dagId)),
    ),
    http.get(`${V1}/pipeline/dags/:dagId/runs`, () =>
      HttpResponse.json(told.runs ?? runPage([told.run ?? RUN])),
    ),
    http.get(`${V1}/pipeline/runs/:runId`, ({ params }) =>
      HttpResponse.json({ ...(told.run ?? RUN), runId: params.runId }),
    ),
    http.get(`${V1}/pipeline/runs/:runId/graph`, () => HttpResponse.json(GRAPH)),
    http.get(`${V1}/pipeline/runs/:runId/gantt`, () =>
      HttpResponse.json({
        tasks: [task({ taskId: "plan", label: "plan", ticker: null, mapIndex: -1 }), task(), RUNNING],
        meta: { page: 1, pageSize: 500, total: 3, source: "airflow" },
      }),
    ),
    http.get(`${V1}/pipeline/runs/:runId/logs`, () =>
      HttpResponse.json({ entries: [], nextCursor: "c", hasMore: false, ended: true, source: "airflow" }),
    ),
  );
  /** Answer an action, and keep what was sent. */
  function on(method: "post" | "patch", path: string, answer: () => Response) {
    server.use(
      http[method](`${V1}/pipeline${path}`, async ({ request }) => {
        const text = await request.text();
        sent.push({ path, body: text === "" ? null : JSON.parse(text) });
        return answer();
      }),
    );
  }
  return { told, sent, on };
}

const RUNNING = task({ ticker: "VCB", mapIndex: 1, end: null, state: "running" });
