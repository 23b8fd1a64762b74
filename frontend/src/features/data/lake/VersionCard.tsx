import { Card, CloseButton, Group, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { FigureTable } from "@/shared/components/FigureTable";
import { FileLink } from "@/shared/components/FileLink";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { WrappedText } from "@/shared/components/WrappedText";
import { fileSize } from "@/shared/format/fileSize";
import { count } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { useLakeVersion } from "../queries";
import { useDataSearch } from "../useDataSearch";

type Version = Schemas["LakeVersion"];

/** The manifest of a version: files with links and checksums, and columns with units. */
export function VersionCard({ versionId }: { versionId: number }) {
  const { change } = useDataSearch();
  const version = useLakeVersion(versionId);
  return (
    <Card component="section" aria-label={m.data_files_of_the_version()} mb="md">
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={2} size="h4">
          {version.data ? m.data_files_2({ dataset: version.data.dataset }) : m.data_files()}
        </Title>
        <CloseButton aria-label={m.data_close_the_version()} onClick={() => change({ version: undefined })} />
      </Group>
      <Loaded query={version} what={m.data_the_version()} skeleton={<SkeletonLines lines={5} height={24} />}>
        {(loaded) => <Manifest version={loaded} />}
      </Loaded>
    </Card>
  );
}

function Manifest({ version }: { version: Version }) {
  return (
    <>
      <FactList
        wide
        facts={[
          [m.data_version(), version.version],
          [m.data_prices(), version.market],
          [m.data_read_as_of_session(), version.versionAsOf],
          [m.data_read(), time(version.readAt)],
          [m.data_rows(), count(version.rows)],
          [m.data_size(), fileSize(version.sizeBytes)],
        ]}
      />
      <FigureTable
        caption={m.data_in_the_order_of_their_rows()}
        minWidth={640}
        rows={version.files}
        keyOf={({ part }) => String(part)}
        columns={[
          { name: m.data_part(), of: ({ part }) => part },
          { name: m.data_download(), isWords: true, of: (file) => <FileLink file={file} /> },
          { name: m.data_rows(), of: ({ rows }) => count(rows) },
          { name: m.data_sha_256(), isWords: true, of: ({ sha256 }) => <Checksum>{sha256 ?? "–"}</Checksum> },
        ]}
      />
      <details>
        <summary>
          <Text span size="sm">
            {m.data_columns_with_their_units({ count: count(version.columns.length) })}
          </Text>
        </summary>
        <FigureTable
          caption={m.data_types_are_those_of_arrow()}
          minWidth={640}
          rows={version.columns}
          keyOf={({ name }) => name}
          columns={[
            { name: m.data_column(), of: ({ name }) => name },
            { name: m.data_type(), isWords: true, of: ({ type }) => type },
            { name: m.data_unit(), isWords: true, of: ({ unit }) => unit || "–" },
            {
              name: m.data_meaning(),
              isWords: true,
              of: ({ meaning }) => <WrappedText>{meaning}</WrappedText>,
            },
          ]}
        />
      </details>
    </>
  );
}

function Checksum({ children }: { children: string }) {
  return (
    <Text span size="xs" ff="monospace">
      {children}
    </Text>
  );
}
