import { PageTitle } from "@/shared/PageTitle";

export function StockPage() {
  return <PageTitle>Stock Detail</PageTitle>;
}
