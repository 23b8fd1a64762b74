import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";

export type Action = Schemas["AuditEntry"]["action"];

/** What a user did, in words. */
export const ACTIONS: Record<Action, string> = {
  sign_in: m.audit_did_sign_in(),
  refuse_sign_in: m.audit_did_refuse_sign_in(),
  sign_out: m.audit_did_sign_out(),
  end_sign_in: m.audit_did_end_sign_in(),
  end_all_sign_ins: m.audit_did_end_all_sign_ins(),
  change_password: m.audit_did_change_password(),
  request_registration: m.audit_did_request_registration(),
  register_account: m.audit_did_register_account(),
  request_password_reset: m.audit_did_request_password_reset(),
  reset_password: m.audit_did_reset_password(),
  delete_account: m.audit_did_delete_account(),
  change_role: m.audit_did_change_role(),
  change_settings: m.audit_did_change_settings(),
  accept_risk_text: m.audit_did_accept_risk_text(),
  add_account: m.audit_did_add_account(),
  set_password: m.audit_did_set_password(),
  close_account: m.audit_did_close_account(),
  reopen_account: m.audit_did_reopen_account(),
  follow_stock: m.audit_did_follow_stock(),
  unfollow_stock: m.audit_did_unfollow_stock(),
  save_training_config: m.audit_did_save_training_config(),
  restore_training_config: m.audit_did_restore_training_config(),
  start_training: m.audit_did_start_training(),
  cancel_training: m.audit_did_cancel_training(),
  trigger_dag: m.audit_did_trigger_dag(),
  pause_dag: m.audit_did_pause_dag(),
  resume_dag: m.audit_did_resume_dag(),
  stop_run: m.audit_did_stop_run(),
  change_dag_settings: m.audit_did_change_dag_settings(),
  decide_trading_day: m.audit_did_decide_trading_day(),
  undo_trading_day: m.audit_did_undo_trading_day(),
  promote_model: m.audit_did_promote_model(),
  roll_back_model: m.audit_did_roll_back_model(),
  delete_model: m.audit_did_delete_model(),
  save_profiles: m.audit_did_save_profiles(),
  add_portfolio: m.audit_did_add_portfolio(),
  change_portfolio: m.audit_did_change_portfolio(),
  delete_portfolio: m.audit_did_delete_portfolio(),
  add_transaction: m.audit_did_add_transaction(),
  reverse_transaction: m.audit_did_reverse_transaction(),
  import_transactions: m.audit_did_import_transactions(),
  start_simulations: m.audit_did_start_simulations(),
  cancel_simulations: m.audit_did_cancel_simulations(),
  delete_simulation: m.audit_did_delete_simulation(),
  start_walk_forward: m.audit_did_start_walk_forward(),
  cancel_walk_forward: m.audit_did_cancel_walk_forward(),
  start_crawl: m.audit_did_start_crawl(),
  cancel_crawl: m.audit_did_cancel_crawl(),
  delete_walk_forward: m.audit_did_delete_walk_forward(),
};

export function isAction(value: unknown): value is Action {
  return typeof value === "string" && Object.hasOwn(ACTIONS, value);
}
