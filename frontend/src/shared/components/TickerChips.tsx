import { Chip, Group, Input, Skeleton } from "@mantine/core";
import { useId } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { useTickers } from "@/shared/hooks/useTickers";
import classes from "./TickerChips.module.css";

type Props = {
  label: string;
  value: readonly string[];
  onChange: (tickers: string[]) => void;
  /** Whether all stocks are selected and none can be changed. */
  all?: boolean;
  error?: string | undefined;
};

/** The stored stocks as chips; any number can be selected. */
export function TickerChips({ label, value, onChange, all = false, error }: Props) {
  const tickers = useTickers();
  const id = useId();
  return (
    <Loaded query={tickers} what={m.shared_the_stocks()} skeleton={<Skeleton height={96} />}>
      {(known) => {
        // A selected stock that is no longer stored can be removed.
        const offered = [...new Set([...known, ...value])].sort();
        const chosen = all ? known : value;
        return (
          <Input.Wrapper
            label={label}
            labelElement="div"
            labelProps={{ id }}
            description={m.shared_chosen_of({ chosen: chosen.length, offered: offered.length })}
            error={error}
          >
            {offered.length === 0 && (
              <Empty title={m.shared_no_stocks_are_stored_yet()}>
                {m.shared_run_the_data_crawler_first()}
              </Empty>
            )}
            <Chip.Group multiple value={[...chosen]} onChange={(next) => onChange(next.toSorted())}>
              <Group role="group" aria-labelledby={id} gap={8} mt={8}>
                {offered.map((ticker) => (
                  <Chip
                    key={ticker}
                    value={ticker}
                    size="sm"
                    disabled={all}
                    classNames={{ label: classes.chip ?? "" }}
                  >
                    {ticker}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </Input.Wrapper>
        );
      }}
    </Loaded>
  );
}
