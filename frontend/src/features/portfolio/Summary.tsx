import { FactList } from "@/shared/components/FactList";
import { Change } from "@/shared/components/figures";
import { price } from "@/shared/format/numbers";
import type { Detail } from "./queries";

/** The figures of a portfolio in VND. */
export function Summary({ detail }: { detail: Detail }) {
  const { netDeposits, gain, returns } = detail;
  return (
    <FactList
      wide
      facts={[
        ["Session", detail.asOf],
        ["Value", `${price(detail.value)} VND`],
        ["Net deposits", `${price(netDeposits)} VND`],
        [
          "Gain after fees and taxes",
          <>
            {price(gain)} VND
            {netDeposits > 0 && (
              <>
                {" "}
                (<Change value={(100 * gain) / netDeposits} /> of net deposits)
              </>
            )}
          </>,
        ],
        ["Cash", `${price(detail.cash)} VND`],
        ["of which not arrived yet", detail.unsettledCash ? `${price(detail.unsettledCash)} VND` : null],
        ["Fees paid", `${price(detail.fees)} VND`],
        ["Taxes paid", `${price(detail.taxes)} VND`],
        ["Since", returns?.first],
      ]}
    />
  );
}
