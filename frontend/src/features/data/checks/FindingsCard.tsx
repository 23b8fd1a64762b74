import { Card, Title } from "@mantine/core";
import { FigureTable } from "@/shared/components/FigureTable";
import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { PagedList } from "@/shared/components/PagedList";
import { Pill, type Tone } from "@/shared/components/Pill";
import { WrappedText } from "@/shared/components/WrappedText";
import { useFindings } from "../queries";
import { MAX_TICKER_LENGTH, SEVERITIES, type Severity } from "../search";
import { useDataSearch } from "../useDataSearch";

const TONES: Record<Severity, Tone> = { error: "down", warning: "middling", info: "quiet" };

/** The findings of the checks after all crawls. */
export function FindingsCard() {
  const { search, change } = useDataSearch();
  const { ticker, severity } = search;
  return (
    <Card component="section" aria-label="Findings" mt="md">
      <Title order={2} size="h4" mb="xs">
        Findings
      </Title>
      <Filters
        filtered={ticker !== undefined || severity !== undefined}
        onReset={() => change({ ticker: undefined, severity: undefined, page: undefined })}
      >
        <SelectFilter
          label="Severity"
          all="All severities"
          options={{ error: "Errors", warning: "Warnings", info: "Information" }}
          value={severity}
          onChange={(next) =>
            change({ severity: SEVERITIES.find((known) => known === next), page: undefined })
          }
        />
        <TextFilter
          label="Ticker"
          placeholder="The whole ticker"
          maxLength={MAX_TICKER_LENGTH}
          value={ticker}
          onChange={(next) => change({ ticker: next?.toUpperCase(), page: undefined })}
        />
      </Filters>
      <PagedList
        noun="finding"
        query={useFindings(search)}
        filtered={ticker !== undefined || severity !== undefined}
        hint="The gate runs each check after a crawl."
        onPage={(page) => change({ page }, false)}
      >
        {(rows) => (
          <FigureTable
            caption="Newest first; an error fails the run"
            minWidth={760}
            rows={rows}
            keyOf={({ id }) => String(id)}
            columns={[
              { name: "Ticker", of: ({ ticker: of }) => of ?? "all" },
              {
                name: "Severity",
                isWords: true,
                of: ({ severity: of }) => <Pill tone={TONES[of]}>{of}</Pill>,
              },
              { name: "Finding", isWords: true, of: ({ detail }) => <WrappedText>{detail}</WrappedText> },
              { name: "Check", isWords: true, of: ({ checkName }) => checkName.replaceAll("_", " ") },
              { name: "As of session", of: ({ crawlAsOf }) => crawlAsOf },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}
