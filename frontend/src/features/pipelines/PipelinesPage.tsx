import { PageTitle } from "@/shared/PageTitle";

export function PipelinesPage() {
  return <PageTitle>Pipelines</PageTitle>;
}
