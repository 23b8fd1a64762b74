import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { Change } from "@/shared/components/figures";
import { Sentence, slot } from "@/shared/components/Sentence";
import { price } from "@/shared/format/numbers";
import type { Detail } from "./queries";

/** The figures of a portfolio in VND. */
export function Summary({ detail }: { detail: Detail }) {
  const { netDeposits, gain, returns } = detail;
  return (
    <FactList
      wide
      facts={[
        [m.portfolio_session(), detail.asOf],
        [m.portfolio_value(), `${price(detail.value)} VND`],
        [m.portfolio_net_deposits(), `${price(netDeposits)} VND`],
        [
          m.portfolio_gain_after(),
          <>
            {price(gain)} VND
            {netDeposits > 0 && (
              <>
                {" "}
                <Sentence
                  text={m.portfolio_of_net_deposits({ change: slot("change") })}
                  slots={{ change: <Change value={(100 * gain) / netDeposits} /> }}
                />
              </>
            )}
          </>,
        ],
        [m.portfolio_cash(), `${price(detail.cash)} VND`],
        [m.portfolio_not_arrived(), detail.unsettledCash ? `${price(detail.unsettledCash)} VND` : null],
        [m.portfolio_fees_paid(), `${price(detail.fees)} VND`],
        [m.portfolio_taxes_paid(), `${price(detail.taxes)} VND`],
        [m.portfolio_since(), returns?.first],
      ]}
    />
  );
}
