import { Group, Switch, Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { m } from "@/paraglide/messages";
import { count } from "@/shared/format/numbers";
import { clock } from "@/shared/format/times";
import type { Log } from "@/shared/hooks/useLog";
import { ErrorNotice, SkeletonLines } from "./LoadState";
import classes from "./LogView.module.css";

/** A line of a log; `label` names its source, such as a ticker. */
export type LogLine = { timestamp: string | null; level: string; message: string; label?: string };

const LINE_PX = 20;

/** A log in monospace that follows its newest lines until the user scrolls up or switches following off. */
export function LogView({ log, label, height = 360 }: { log: Log<LogLine>; label: string; height?: number }) {
  const box = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  const rows = useVirtualizer({
    count: log.lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  });

  useEffect(() => {
    if (follows && log.lines.length > 0) rows.scrollToIndex(log.lines.length - 1, { align: "end" });
  }, [follows, log.lines.length, rows]);

  if (!log.loaded) return <SkeletonLines lines={8} height={16} />;
  const lines = log.dropped + log.lines.length;
  return (
    <div>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">
          {m.shared_log_lines({ number: count(lines), count: lines })}
          {log.dropped > 0 && m.shared_log_dropped({ count: count(log.dropped) })}
          {log.ended ? m.shared_log_ended() : ""}
        </Text>
        <Switch
          label={m.shared_follow()}
          size="sm"
          checked={follows}
          onChange={(event) => setFollows(event.currentTarget.checked)}
        />
      </Group>
      {log.error != null && (
        <ErrorNotice error={log.error} what={m.shared_newer_lines_could_not_be_loaded()} />
      )}
      <div
        ref={box}
        className={classes.box}
        style={{ height }}
        role="log"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs keyboard focus
        tabIndex={0}
        onWheel={(event) => event.deltaY < 0 && setFollows(false)}
      >
        {log.lines.length === 0 && (
          <p className={classes.none}>{log.ended ? m.shared_log_gone() : m.shared_no_lines_yet()}</p>
        )}
        <div style={{ height: rows.getTotalSize(), position: "relative" }}>
          {rows.getVirtualItems().map((row) => {
            const line = log.lines[row.index];
            return (
              line && (
                <div
                  key={row.key}
                  ref={rows.measureElement}
                  data-index={row.index}
                  className={classes.line}
                  data-level={line.level.toLowerCase()}
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <span className={classes.time}>{clock(line.timestamp)}</span>
                  <span className={classes.level}>{line.level.toUpperCase()}</span>
                  {line.label && (
                    <span className={classes.label} data-from-api>
                      {line.label}
                    </span>
                  )}
                  <span>{line.message}</span>
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
