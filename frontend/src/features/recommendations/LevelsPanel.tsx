import { Skeleton, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { m } from "@/paraglide/messages";
import { LinesTable } from "@/shared/charts/ChartTable";
import { perTheme } from "@/shared/charts/perTheme";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { price } from "@/shared/format/numbers";
import { type DrawnLevels, drawLevels } from "./drawLevels";
import classes from "./LevelsPanel.module.css";
import { closesOf, LEVEL_NAMES, type Level, levelsOf, rangeSince } from "./levels";
import { type Detail, useTradedPrices } from "./queries";

/** The closes of the stock as they were traded, with entry, stop-loss and take-profit. */
export function LevelsPanel({ recommendation }: { recommendation: Detail }) {
  const { ticker, session, asOf } = recommendation;
  const query = useTradedPrices(ticker, rangeSince(session, asOf ?? session));
  const levels = levelsOf(recommendation);
  return (
    <Loaded query={query} what={m.recommendations_the_prices()} skeleton={<Skeleton height={300} />}>
      {({ bars }) =>
        bars.length === 0 ? (
          <Empty title={m.recommendations_no_prices_in_this_range()} />
        ) : (
          <>
            <LevelsChart ticker={ticker} session={session} bars={bars} levels={levels} />
            <LinesTable
              name={wordsOf(ticker, bars)}
              lines={[{ id: "close_vnd", name: m.recommendations_close_vnd(), points: closesOf(bars) }]}
              format={price}
              fileName={`closes-${ticker}`}
            />
            <Text size="sm" c="dimmed" mt="xs">
              {levels.length > 0
                ? m.recommendations_levels({
                    levels: levels
                      .map(({ name, vnd }) =>
                        m.recommendations_level({ name: LEVEL_NAMES[name], price: price(vnd) }),
                      )
                      .join("; "),
                  })
                : m.recommendations_without_buy()}{" "}
              {m.recommendations_arrow()}
            </Text>
          </>
        )
      }
    </Loaded>
  );
}

const LevelsChart = perTheme(DrawnLevelsChart);

type Props = { ticker: string; session: string; bars: Parameters<typeof closesOf>[0]; levels: Level[] };

function DrawnLevelsChart({ ticker, session, bars, levels }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnLevels | null>(null);

  useEffect(() => {
    if (box.current === null) return;
    const chart = drawLevels(box.current);
    drawn.current = chart;
    return () => {
      drawn.current = null;
      chart.remove();
    };
  }, []);

  useEffect(() => {
    drawn.current?.show(closesOf(bars), levels, session);
  }, [bars, levels, session]);

  return (
    <div
      ref={box}
      className={classes.chart}
      role="img"
      aria-label={[wordsOf(ticker, bars), ...levels.map(({ name, vnd }) => `${name} ${price(vnd)}`)].join(
        "; ",
      )}
    />
  );
}

function wordsOf(ticker: string, bars: Props["bars"]): string {
  const [first, last] = [bars[0], bars.at(-1)];
  return m.recommendations_closes_as_traded({
    ticker,
    first: first?.date ?? "–",
    last: last?.date ?? "–",
    price: price(last?.close),
  });
}
