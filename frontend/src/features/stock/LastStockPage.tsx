import { PageTitle } from "@/shared/PageTitle";

export function LastStockPage() {
  return <PageTitle>Stock Detail</PageTitle>;
}
