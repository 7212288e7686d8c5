// Wakes the islands of a page: fetches the wasm when the browser has a moment, then calls, for each island in the
// page, the function of its name. The page says where both files are, because their names carry their content's hash.
const here = document.querySelector("script[data-islands]");

async function wake(root, module) {
  for (const island of root.querySelectorAll("leptos-island")) {
    const start = module[island.dataset.component];
    if (start) await start(island);
  }
}

async function load() {
  const module = await import(here.dataset.js);
  await module.default({ module_or_path: here.dataset.wasm });
  module.hydrate();
  await wake(document.body, module);
  document.documentElement.dataset.awake = "";
}

if (here) {
  const soon = window.requestIdleCallback ?? ((call) => setTimeout(call, 1));
  // Pages are complete without this; when it fails, the plain forms go on working.
  soon(() => load().catch((error) => console.warn("Islands stay asleep:", error)));
}
