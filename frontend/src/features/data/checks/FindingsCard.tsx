import { Card, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { PagedList } from "@/shared/components/PagedList";
import { Pill, type Tone } from "@/shared/components/Pill";
import { WrappedText } from "@/shared/components/WrappedText";
import { useFindings } from "../queries";
import { MAX_TICKER_LENGTH, SEVERITIES, type Severity } from "../search";
import { useDataSearch } from "../useDataSearch";
import { SEVERITY_NAMES } from "../words";

const TONES: Record<Severity, Tone> = { error: "down", warning: "middling", info: "quiet" };

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
        hint={m.data_the_gate_runs_each_check_after()}
        onPage={(page) => change({ page }, false)}
      >
        {(rows) => (
          <FigureTable
            caption={m.data_newest_first_an_error_fails_the()}
            minWidth={760}
            rows={rows}
            keyOf={({ id }) => String(id)}
            columns={[
              { name: m.data_ticker(), of: ({ ticker: of }) => of ?? m.data_all_tickers() },
              {
                name: m.data_severity(),
                isWords: true,
                of: ({ severity: of }) => <Pill tone={TONES[of]}>{SEVERITY_NAMES[of]}</Pill>,
              },
              {
                name: m.data_finding(),
                isWords: true,
                of: ({ detail }) => <WrappedText>{detail}</WrappedText>,
              },
              { name: m.data_check(), isWords: true, of: ({ checkName }) => checkName.replaceAll("_", " ") },
              { name: m.data_as_of_session(), of: ({ crawlAsOf }) => crawlAsOf },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}
