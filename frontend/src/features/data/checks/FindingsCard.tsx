import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { Pill, type Tone } from "@/shared/components/Pill";
import { WrappedText } from "@/shared/components/WrappedText";
import { inWords } from "@/shared/format/words";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { allFindings, useFindings } from "../queries";
import { MAX_TICKER_LENGTH, SEVERITIES, type Severity } from "../search";
import { useDataSearch } from "../useDataSearch";
import { SEVERITY_NAMES } from "../words";

const TONES: Record<Severity, Tone> = { error: "down", warning: "middling", info: "quiet" };

const COLUMNS: DataColumns<Schemas["RecordedFinding"]> = [
  {
    id: "ticker",
    name: m.data_ticker(),
    of: ({ ticker }) => ticker ?? m.data_all_tickers(),
    value: ({ ticker }) => ticker,
  },
  {
    id: "severity",
    name: m.data_severity(),
    isWords: true,
    of: ({ severity }) => <Pill tone={TONES[severity]}>{SEVERITY_NAMES[severity]}</Pill>,
    value: ({ severity }) => severity,
    words: ({ severity }) => SEVERITY_NAMES[severity],
  },
  {
    id: "detail",
    name: m.data_finding(),
    isWords: true,
    of: ({ detail }) => <WrappedText>{detail}</WrappedText>,
    value: ({ detail }) => detail,
  },
  {
    id: "check",
    name: m.data_check(),
    isWords: true,
    of: ({ checkName }) => inWords(checkName),
    value: ({ checkName }) => checkName,
    words: ({ checkName }) => inWords(checkName),
  },
  {
    id: "as_of",
    name: m.data_as_of_session(),
    of: ({ crawlAsOf }) => crawlAsOf,
    value: ({ crawlAsOf }) => crawlAsOf,
  },
];

/** The findings of the checks after all crawls. */
export function FindingsCard() {
  const { search, change } = useDataSearch();
  const { ticker, severity } = search;
  return (
    <Card component="section" aria-label={m.data_findings()} mt="md">
      <Title order={2} size="h4" mb="xs">
        {m.data_findings()}
      </Title>
      <Filters
        filtered={ticker !== undefined || severity !== undefined}
        onReset={() => change({ ticker: undefined, severity: undefined, page: undefined })}
      >
        <SelectFilter
          label={m.data_severity()}
          all={m.data_all_severities()}
          options={{ error: m.data_errors(), warning: m.data_warnings(), info: m.data_information() }}
          value={severity}
          onChange={(next) =>
            change({ severity: SEVERITIES.find((known) => known === next), page: undefined })
          }
        />
        <TextFilter
          label={m.data_ticker()}
          placeholder={m.data_the_whole_ticker()}
          maxLength={MAX_TICKER_LENGTH}
          value={ticker}
          onChange={(next) => change({ ticker: next?.toUpperCase(), page: undefined })}
        />
      </Filters>
      <PagedList
        noun="finding"
        query={useFindings(search)}
        filtered={ticker !== undefined || severity !== undefined}
        hint={<MadeByDag dag="vn30_data_crawler">{m.data_the_gate_runs_each_check_after()}</MadeByDag>}
        onPage={(page) => change({ page }, false)}
      >
        {(rows, isPage) => (
          <DataTable
            id="findings"
            label={m.data_table_of({ name: m.data_findings() })}
            caption={m.data_newest_first_an_error_fails_the()}
            minWidth={760}
            columns={COLUMNS}
            rows={rows}
            keyOf={({ id }) => String(id)}
            fileName="findings"
            isPage={isPage}
            readAll={() => allFindings(search)}
          />
        )}
      </PagedList>
    </Card>
  );
}
