import { Card, Code, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Sentence, slot } from "@/shared/components/Sentence";
import { TextLink } from "@/shared/components/TextLink";
import { useLake } from "../queries";
import { useDataSearch } from "../useDataSearch";
import { DatasetCard } from "./DatasetCard";
import { VersionCard } from "./VersionCard";

const QUERY = `import duckdb

duckdb.execute(open("<artifact store>/lake/views.sql").read())
duckdb.sql("SELECT symbol, max(close) FROM prices GROUP BY symbol").show()`;

const DAG = "vn30_lake";

/** The data sets of the lake: their versions, and the files of one to download. */
export function LakeTab() {
  const { search } = useDataSearch();
  const lake = useLake();
  return (
    <>
      <Card component="section" aria-label={m.data_how_to_read_the_lake()} mb="md">
        <Text size="sm" mb="xs">
          <Sentence
            text={m.data_each_data_set_is_parquet_files({ code: slot("code") })}
            slots={{ code: <Code>{"duckdb.sql(\"FROM '<file>.parquet'\")"}</Code> }}
          />
        </Text>
        <Code block>{QUERY}</Code>
      </Card>
      {search.version !== undefined && <VersionCard versionId={search.version} />}
      <Loaded query={lake} what={m.data_the_lake()} skeleton={<SkeletonLines lines={8} height={28} />}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={m.data_nothing_is_published_yet()}>
              <Sentence
                text={m.data_the_dag_publishes_the_data_sets({ link: slot("link") })}
                slots={{
                  link: (
                    <TextLink to="/pipelines" search={{ dag: DAG }} underline="always">
                      {DAG}
                    </TextLink>
                  ),
                }}
              />
            </Empty>
          ) : (
            data.map((dataset) => <DatasetCard key={dataset.dataset} dataset={dataset} />)
          )
        }
      </Loaded>
    </>
  );
}
