import { HttpResponse, http } from "msw";
import type { Schemas } from "@/api/client";
import { server, V1 } from "@/test/server";
import type { DagDetail, Run, RunPage } from "./dags";
import { CRAWLER, catalog, GRAPH, LAKE, RUN, runPage, TRAINING, task } from "./examples";

type Answers = {
  crawler?: DagDetail;
  training?: DagDetail;
  lake?: DagDetail;
  run?: Run;
  runs?: RunPage;
  alerts?: Schemas["Alert"][];
  days?: Schemas["TradingDay"][];
};

/**
 * An API with the DAGs and a run, for tests; `answers` may be changed while the page is open.
 *
 * @returns `answers`, and the bodies of the received requests.
 */
export function pipelineApi(answers: Answers = {}) {
  const sent: { path: string; body: unknown }[] = [];
  const dags = () => [answers.crawler ?? CRAWLER, answers.training ?? TRAINING, answers.lake ?? LAKE];
  server.use(
    http.get(`${V1}/alerts`, () => {
      const data = answers.alerts ?? [];
      return HttpResponse.json({ data, meta: { page: 1, pageSize: 20, total: data.length } });
    }),
    http.get(`${V1}/trading-days`, () => {
      const data = answers.days ?? [];
      return HttpResponse.json({ data, meta: { page: 1, pageSize: 50, total: data.length } });
    }),
    http.get(`${V1}/pipeline/dags`, () => HttpResponse.json(catalog(...dags()))),
    http.get(`${V1}/pipeline/dags/:dagId`, ({ params }) =>
      HttpResponse.json(dags().find((dag) => dag.dagId === params.dagId)),
    ),
    http.get(`${V1}/pipeline/dags/:dagId/runs`, () =>
      HttpResponse.json(answers.runs ?? runPage([answers.run ?? RUN])),
    ),
    http.get(`${V1}/pipeline/runs/:runId`, ({ params }) =>
      HttpResponse.json({ ...(answers.run ?? RUN), runId: params.runId }),
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
  /** Answer an action, and keep its body. */
  function on(method: "post" | "patch", path: string, answer: () => Response) {
    server.use(
      http[method](`${V1}/pipeline${path}`, async ({ request }) => {
        const text = await request.text();
        sent.push({ path, body: text === "" ? null : JSON.parse(text) });
        return answer();
      }),
    );
  }
  return { answers, sent, on };
}

const RUNNING = task({ ticker: "VCB", mapIndex: 1, end: null, state: "running" });
