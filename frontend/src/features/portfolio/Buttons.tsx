import { lazy } from "react";
import { m } from "@/paraglide/messages";
import { DialogButton } from "./DialogButton";
import type { Portfolio } from "./queries";

const NewPortfolio = lazy(() =>
  import("./SettingsForm").then((module) => ({ default: module.NewPortfolio })),
);
const Settings = lazy(() => import("./SettingsForm").then((module) => ({ default: module.Settings })));
const TransactionForm = lazy(() =>
  import("./TransactionForm").then((module) => ({ default: module.TransactionForm })),
);
const ImportStatement = lazy(() =>
  import("./ImportStatement").then((module) => ({ default: module.ImportStatement })),
);

type OfOne = { portfolio: Portfolio };

/** A button with the form of a new portfolio. */
export function AddPortfolioButton({ onAdded }: { onAdded: (id: string) => void }) {
  return (
    <DialogButton
      label={m.portfolio_new_portfolio()}
      title={m.portfolio_new_portfolio()}
      variant="default"
      dialog={{ centered: true }}
    >
      {(close) => <NewPortfolio onClose={close} onAdded={onAdded} />}
    </DialogButton>
  );
}

/** A button with the form of an existing portfolio. */
export function ChangePortfolioButton({ portfolio }: OfOne) {
  return (
    <DialogButton
      label={m.portfolio_settings()}
      title={m.portfolio_settings_of({ name: portfolio.name })}
      variant="default"
      size="xs"
      dialog={{ centered: true }}
    >
      {(close) => <Settings portfolio={portfolio} onClose={close} />}
    </DialogButton>
  );
}

/** A button with the form of a transaction. */
export function AddTransactionButton({ portfolio }: OfOne) {
  return (
    <DialogButton
      label={m.portfolio_add_a_transaction()}
      title={m.portfolio_add_a_transaction()}
      size="xs"
      dialog={{ centered: true }}
    >
      {(close) => <TransactionForm portfolio={portfolio} onClose={close} />}
    </DialogButton>
  );
}

/** A button that imports a broker's CSV, after a preview. */
export function ImportButton({ portfolio }: OfOne) {
  return (
    <DialogButton
      label={m.portfolio_import_a_csv()}
      title={m.portfolio_import_the_csv_of_a_broker()}
      variant="default"
      size="xs"
      dialog={{ size: "xl" }}
    >
      {(close) => <ImportStatement portfolio={portfolio} onClose={close} />}
    </DialogButton>
  );
}
