import { createRoot } from "react-dom/client";
import { createClient } from "@repartee/client";
import { App } from "./app.tsx";
import { applyTheme, readTheme } from "./layout/theme.ts";
import "./page.css";

applyTheme(readTheme());
const root = document.getElementById("page");
if (root === null) throw new Error("index.html has no #page");
createRoot(root).render(<App client={createClient({ baseUrl: location.origin })} />);
