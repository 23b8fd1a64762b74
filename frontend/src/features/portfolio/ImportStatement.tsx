import { Button, FileInput, Group, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { base64Of } from "./file";
import { type Portfolio, type Preview, useImport, usePreview } from "./queries";
import { StatementLines } from "./StatementLines";
import { columnsInWords } from "./words";

/** The API's limit. */
const MAX_BYTES = 700_000;

/** Reads a file, shows what was understood of it, and records that. */
export function ImportStatement({ portfolio, onClose }: { portfolio: Portfolio; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [content, setContent] = useState<string | null>(null);
  const [coverCash, setCoverCash] = useState(true);
  const preview = usePreview();
  const record = useImport();
  const tooLarge = file !== null && file.size > MAX_BYTES;

  async function read(chosen: File | null, cover: boolean) {
    record.reset();
    preview.reset();
    setFile(chosen);
    setContent(null);
    if (chosen === null || chosen.size > MAX_BYTES) return;
    const bytes = base64Of(await chosen.arrayBuffer());
    setContent(bytes);
    preview.mutate({ id: portfolio.id, content: bytes, coverCash: cover });
  }

  const seen = preview.data;
  return (
    <Stack gap="sm">
      <Text size="sm">{m.portfolio_a_file_of_transactions_with_a()}</Text>
      <FileInput
        label={m.portfolio_file()}
        placeholder={m.portfolio_choose_a_csv()}
        accept=".csv,.txt,text/csv"
        value={file}
        onChange={(chosen) => void read(chosen, coverCash)}
        error={tooLarge && m.portfolio_the_file_has_more_than_700()}
        clearable
        clearButtonProps={{ "aria-label": m.portfolio_remove_the_file() }}
      />
      <Switch
        label={m.portfolio_add_deposits_where_the_file_has()}
        description={m.portfolio_files_of_orders_rarely_list_deposits()}
        checked={coverCash}
        onChange={(event) => {
          const cover = event.currentTarget.checked;
          setCoverCash(cover);
          void read(file, cover);
        }}
      />
      {preview.isPending && <Text size="sm">{m.portfolio_reading_the_file()}</Text>}
      {preview.error !== null && (
        <ErrorNotice error={preview.error} what={m.portfolio_the_file_was_not_read()} />
      )}
      {seen && <Seen preview={seen} />}
      {record.error !== null && (
        <ErrorNotice error={record.error} what={m.portfolio_nothing_was_recorded()} />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {m.portfolio_cancel()}
        </Button>
        <Button
          disabled={!seen || content === null || seen.counts.new === 0}
          loading={record.isPending}
          onClick={() => {
            if (!seen || content === null) return;
            record.mutate(
              {
                params: { path: { portfolioId: portfolio.id } },
                body: { content, coverCash, token: seen.token },
              },
              { onSuccess: onClose },
            );
          }}
        >
          {seen?.counts.new ? m.portfolio_record_count({ count: seen.counts.new }) : m.portfolio_record()}
        </Button>
      </Group>
    </Stack>
  );
}

function Seen({ preview }: { preview: Preview }) {
  const { counts, columns, deposits, pricesInThousands } = preview;
  return (
    <>
      <Notice kind={counts.refused ? "warning" : "note"} role="status">
        {m.portfolio_lines_counted({
          new_lines: counts.new ?? 0,
          known: counts.known ?? 0,
          applied: counts.applied ?? 0,
          refused: counts.refused ?? 0,
        })}
        {counts.refused ? `. ${m.portfolio_refused_left_out()}` : ""}
      </Notice>
      <Text size="sm">{m.portfolio_columns({ columns: columnsInWords(columns) })}</Text>
      {pricesInThousands && <Text size="sm">{m.portfolio_prices_are_read_as_thousands_of()}</Text>}
      {deposits.length > 0 && <Text size="sm">{m.portfolio_deposits_added({ count: deposits.length })}</Text>}
      <StatementLines lines={preview.lines} />
    </>
  );
}
