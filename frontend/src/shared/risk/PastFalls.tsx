import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Change } from "@/shared/components/figures";
import table from "@/shared/table.module.css";
import { inPercent, type Risk } from "./risk";

/** What past falls of the market did, or would have done by the beta, and the worst spans. */
export function PastFalls({ risk, kind }: { risk: Risk; kind: "stock" | "portfolio" }) {
  const { stress, worstSpans } = risk;
  return (
    <>
      <table className={table.compact}>
        <caption>{kind === "stock" ? m.shared_falls_of_stock() : m.shared_falls_of_portfolio()}</caption>
        <thead>
          <tr>
            <th scope="col">{m.shared_fall_of_the_market()}</th>
            <th scope="col">{m.shared_vnindex()}</th>
            <th scope="col">{kind === "stock" ? m.shared_stock() : m.shared_portfolio()}</th>
          </tr>
        </thead>
        <tbody>
          {stress.map((shock) => (
            <tr key={shock.name}>
              <th scope="row" title={m.shared_from_until({ first: shock.first, last: shock.last })}>
                {shock.name}
              </th>
              <td>
                <Change value={100 * shock.indexChange} />
              </td>
              <td>
                <Change value={inPercent(shock.change)} />
                {shock.isEstimated && shock.change != null && " *"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {stress.some((shock) => shock.isEstimated) && (
        <Text size="xs" c="dimmed">
          {m.shared_beta_times_the_change_of_vnindex()}
        </Text>
      )}
      <table className={table.compact}>
        <caption>{m.shared_worst_spans_of_sessions()}</caption>
        <thead>
          <tr>
            <th scope="col">{m.shared_sessions()}</th>
            <th scope="col">{m.shared_from_to()}</th>
            <th scope="col">{m.shared_change()}</th>
          </tr>
        </thead>
        <tbody>
          {worstSpans.map((span) => (
            <tr key={span.sessions}>
              <th scope="row">{span.sessions}</th>
              <td className={table.wraps}>
                {span.first} – {span.last}
              </td>
              <td>
                <Change value={100 * span.change} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
