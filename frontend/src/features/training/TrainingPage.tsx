import { PageTitle } from "@/shared/PageTitle";

export function TrainingPage() {
  return <PageTitle>Training</PageTitle>;
}
