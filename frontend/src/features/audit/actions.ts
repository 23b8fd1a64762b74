import type { Schemas } from "@/api/client";

export type Action = Schemas["AuditEntry"]["action"];

/** What a user did, in words. */
export const ACTIONS: Record<Action, string> = {
  sign_in: "Signed in",
  refuse_sign_in: "Sign-in refused",
  sign_out: "Signed out",
  end_sign_in: "Ended a sign-in",
  end_all_sign_ins: "Ended several sign-ins",
  change_password: "Changed the own password",
  request_registration: "Asked to register",
  register_account: "Registered an account",
  request_password_reset: "Asked for a new password by mail", // pragma: allowlist secret
  reset_password: "Set a new password by mail", // pragma: allowlist secret
  delete_account: "Deleted an account",
  change_role: "Changed a role",
  change_settings: "Changed the own settings",
  accept_risk_text: "Accepted the risk text",
  add_account: "Added an account",
  set_password: "Set a password",
  close_account: "Closed an account",
  reopen_account: "Reopened an account",
  follow_stock: "Added to My List",
  unfollow_stock: "Removed from My List",
  save_training_config: "Saved the training configuration",
  restore_training_config: "Restored a training configuration",
  start_training: "Started a training run",
  cancel_training: "Cancelled a training run",
  trigger_dag: "Triggered a DAG",
  pause_dag: "Paused a DAG",
  resume_dag: "Resumed a DAG",
  stop_run: "Stopped a run",
  change_dag_settings: "Changed settings of a DAG",
  decide_trading_day: "Decided on a trading day",
  undo_trading_day: "Undid a decision on a trading day",
  promote_model: "Promoted a model version",
  roll_back_model: "Rolled back to an earlier champion",
  delete_model: "Deleted a model version",
  save_profiles: "Saved the recommendation profiles",
  add_portfolio: "Added a portfolio",
  change_portfolio: "Changed a portfolio",
  delete_portfolio: "Deleted a portfolio",
  add_transaction: "Recorded a transaction of a portfolio",
  reverse_transaction: "Reversed a transaction of a portfolio",
  import_transactions: "Imported transactions of a portfolio",
  start_simulations: "Started simulations",
  cancel_simulations: "Cancelled simulations",
  delete_simulation: "Deleted a simulation",
  start_walk_forward: "Requested a walk-forward of a portfolio",
  cancel_walk_forward: "Cancelled a walk-forward of a portfolio",
  start_crawl: "Requested a crawl",
  cancel_crawl: "Cancelled a crawl",
  delete_walk_forward: "Deleted a walk-forward of a portfolio",
};

export function isAction(value: unknown): value is Action {
  return typeof value === "string" && Object.hasOwn(ACTIONS, value);
}
