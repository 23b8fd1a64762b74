import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@/shared/base.css";
import "@/shared/print.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { printInLight } from "@/app/printing";
import { getLocale } from "@/paraglide/runtime";

document.documentElement.lang = getLocale();
printInLight();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
