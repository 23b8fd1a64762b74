import { Text } from "@mantine/core";
import { FactList } from "@/shared/components/FactList";
import { inWords } from "@/shared/format/words";
import type { VersionDetail } from "./queries";

const MB = 1e6;

/** The stored files of a version by type. */
export function Files({ version }: { version: VersionDetail }) {
  if (version.files.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Retention has removed them; forecasts and scores stay on record.
      </Text>
    );
  }
  return (
    <>
      <FactList
        wide
        facts={version.files.map(({ type, files, sizeBytes }) => [
          inWords(type),
          `${files} files, ${(sizeBytes / MB).toFixed(1)} MB`,
        ])}
      />
      <Text size="sm" c="dimmed" mt="xs">
        The training run lists them by ticker, each with a link.
      </Text>
    </>
  );
}
