const NAMES: Record<string, string> = {
  random_forest: "RandomForest",
  gradient_boosting: "GradientBoosting",
  svr: "SVR (RBF)",
  ridge: "Ridge",
  pooled: "Pooled",
};

/** A model as the form calls it. */
export function modelName(model: string): string {
  return NAMES[model] ?? model;
}
